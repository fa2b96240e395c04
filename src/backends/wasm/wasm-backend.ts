import { compileGraph } from '../../compiler/compile.ts';
import type { Target } from '../../compiler/kernel.ts';
import { type Program, turnsOf } from '../../compiler/program.ts';
import { scopesOf } from '../../compiler/scopes.ts';
import { convertArray, type DType, type HostArray, hostArray } from '../../support/dtype.ts';
import type { Backend, DeviceBuffer, Executable, KernelTime, ProgramGraph } from '../backend.ts';
import { TABLE_BUFFERS } from './encode-kernel.ts';
import { encodeModule } from './encode-module.ts';
import { hasRelaxedSimd } from './features.ts';
import { Heap } from './heap.ts';
import { ThreadPool } from './thread-pool.ts';

/** WebAssembly SIMD: 4 lanes, 15 usable registers. Tile heights by width in vectors, measured in V8. */
export const WASM_TARGET: Target = {
  lanes: 4,
  tileRows: [0, 8, 6, 3, 3, 2, 2],
  // Measured: parts gained nothing.
  panelBytes: Number.POSITIVE_INFINITY,
  rowPointers: true,
};

/** Memory of what is unreachable goes back to the heap. */
const reclaim = new FinalizationRegistry<() => void>((free) => free());

class WasmBuffer implements DeviceBuffer {
  readonly size: number;
  readonly address: number;
  readonly #heap: Heap;

  constructor(heap: Heap, size: number) {
    this.size = size;
    this.#heap = heap;
    this.address = heap.allocate(size * 4);
    const { address } = this;
    reclaim.register(this, () => heap.free(address, size * 4), this);
  }

  read(dtype: DType): HostArray {
    const out = hostArray(dtype, this.size);
    out.set(this.#heap.view(dtype, this.address, this.size));
    return out;
  }

  write(values: ArrayLike<number>, dtype: DType, offset = 0): void {
    const converted = dtype === 'bool' ? convertArray(values, dtype) : values;
    this.#heap.view(dtype, this.address + offset * 4, values.length).set(converted);
  }

  fill(value: number, dtype: DType): void {
    this.#heap.view(dtype, this.address, this.size).fill(value);
  }

  view(dtype: DType): ReturnType<Heap['view']> | undefined {
    return dtype === 'bool' ? undefined : this.#heap.view(dtype, this.address, this.size);
  }

  free(): void {
    if (reclaim.unregister(this)) this.#heap.free(this.address, this.size * 4);
  }
}

const addressOf = (buffer: DeviceBuffer | undefined): number => {
  if (buffer instanceof WasmBuffer) return buffer.address;
  throw new Error('A buffer of another backend was handed to a WebAssembly program.');
};

type Run = (table: number, thread: number, threads: number) => void;

class WasmExecutable implements Executable {
  readonly #heap: Heap;
  readonly #pool: ThreadPool;
  readonly #program: Program;
  readonly #module: WebAssembly.Module;
  readonly #run: Run;
  readonly #kernels: WebAssembly.Exports;
  readonly #table: number;
  /** Addresses that stand in the table. */
  readonly #bound: number[] = [];
  readonly #id: number;
  readonly #parallel: boolean;

  constructor(heap: Heap, pool: ThreadPool, program: Program) {
    this.#heap = heap;
    this.#pool = pool;
    this.#program = program;
    this.#module = new WebAssembly.Module(encodeModule(program, { shared: heap.shared, relaxed: hasRelaxedSimd() }));
    const { run, ...kernels } = new WebAssembly.Instance(this.#module, { env: { memory: heap.memory } }).exports;
    this.#kernels = kernels;
    if (typeof run !== 'function') throw new Error('A program exports its run function.');
    this.#run = (table, thread, threads) => run(table, thread, threads);
    this.#parallel = heap.shared && program.kernels.some((kernel) => kernel.parallel);
    const tableBytes = TABLE_BUFFERS + program.buffers.length * 4;
    this.#table = heap.allocate(tableBytes);
    heap.view('int32', this.#table, tableBytes / 4).fill(0);
    this.#id = pool.newProgramId();
    const [table, id] = [this.#table, this.#id];
    // A slow thread may still look at the barrier in the table when all others have left it: a few hundred bytes are
    // kept rather than given to somebody else under its eyes.
    const freeTable = this.#parallel ? () => {} : () => heap.free(table, tableBytes);
    reclaim.register(this, () => {
      freeTable();
      pool.forget(id);
    });
  }

  run(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void {
    this.#bind(parameters, results);
    if (this.#parallel) this.#pool.run(this.#id, this.#module, this.#table, this.#run);
    else this.#run(this.#table, 0, 1);
  }

  profile(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): KernelTime[] {
    this.#bind(parameters, results);
    return this.#program.kernels.map(({ name, units, counters }, i) => {
      const kernel = this.#kernels[`kernel${i}`];
      const turns = turnsOf(this.#program, i);
      const start = performance.now();
      if (typeof kernel === 'function')
        for (let turn = 0; turn < turns; turn++) kernel(this.#table, 0, units, ...counters.map(() => 0));
      const milliseconds = performance.now() - start;
      return { name, scopes: scopesOf(this.#program.origins[i] ?? []), milliseconds };
    });
  }

  /** Writes the addresses of all buffers into the program's table, where they have changed since the last run. */
  #bind(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void {
    const arena = this.#heap.arena(this.#program.arenaSize * 4);
    const { buffers } = this.#program;
    let entries: ReturnType<Heap['view']> | undefined;
    buffers.forEach((place, i) => {
      let address: number;
      if (place.kind === 'parameter') address = addressOf(parameters[place.index]);
      else if (place.kind === 'result') address = addressOf(results[place.index]);
      else address = arena + place.offset * 4;
      if (this.#bound[i] === address) return;
      this.#bound[i] = address;
      entries ??= this.#heap.view('int32', this.#table + TABLE_BUFFERS, buffers.length);
      entries[i] = address;
    });
  }
}

function create(): { backend: Backend; pool: ThreadPool } {
  const heap = new Heap('wasm');
  const pool = new ThreadPool(heap);
  const backend: Backend = {
    name: 'wasm',
    allocate: (size) => new WasmBuffer(heap, size),
    breathe: () => heap.breathe(),
    compile: (graph: ProgramGraph) => new WasmExecutable(heap, pool, compileGraph(graph, WASM_TARGET)),
  };
  return { backend, pool };
}

let created: ReturnType<typeof create> | undefined;

/** WebAssembly SIMD, emitted directly: the backend that works everywhere. One heap serves the whole process. */
export function wasmBackend(): Backend {
  created ??= create();
  return created.backend;
}

/**
 * Threads, the calling one included, that ran the last program which was worth sharing; 0 before there was one. Threads
 * start in the background, so the first programs run on fewer than `setThreads` allows.
 */
export const threadsOfLastRun = (): number => created?.pool.lastThreads ?? 0;
