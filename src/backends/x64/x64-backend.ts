import { compileGraph } from '../../compiler/compile.ts';
import { type Program, turnsOf } from '../../compiler/program.ts';
import { scopesOf } from '../../compiler/scopes.ts';
import { convertArray, type DType, type HostArray, hostArray } from '../../support/dtype.ts';
import { StateError } from '../../support/errors.ts';
import { at } from '../../support/shape.ts';
import type { Backend, DeviceBuffer, Executable, KernelTime } from '../backend.ts';
import { MAX_PAGES } from '../wasm/encode-module.ts';
import { Heap } from '../wasm/heap.ts';
import type { Encoding } from './assembler.ts';
import { CodeThreads } from './code-threads.ts';
import { TABLE_BUFFERS } from './encode-kernel.ts';
import { type EncodedProgram, encodeProgram } from './encode-program.ts';
import { type InstructionSet, MACHINES } from './instruction-sets.ts';
import { type Native, native } from './native.ts';

/** Memory of what is unreachable goes back. */
const reclaim = new FinalizationRegistry<() => void>((free) => free());

class X64Buffer implements DeviceBuffer {
  readonly size: number;
  /** In the heap. */
  readonly offset: number;
  readonly #heap: Heap;

  constructor(heap: Heap, size: number) {
    this.size = size;
    this.#heap = heap;
    this.offset = heap.allocate(size * 4);
    const { offset } = this;
    reclaim.register(this, () => heap.free(offset, size * 4), this);
  }

  read(dtype: DType): HostArray {
    const out = hostArray(dtype, this.size);
    out.set(this.#heap.view(dtype, this.offset, this.size));
    return out;
  }

  write(values: ArrayLike<number>, dtype: DType, offset = 0): void {
    const converted = dtype === 'bool' ? convertArray(values, dtype) : values;
    this.#heap.view(dtype, this.offset + offset * 4, values.length).set(converted);
  }

  fill(value: number, dtype: DType): void {
    this.#heap.view(dtype, this.offset, this.size).fill(value);
  }

  view(dtype: DType): ReturnType<Heap['view']> | undefined {
    return dtype === 'bool' ? undefined : this.#heap.view(dtype, this.offset, this.size);
  }

  free(): void {
    if (reclaim.unregister(this)) this.#heap.free(this.offset, this.size * 4);
  }
}

const offsetOf = (buffer: DeviceBuffer | undefined): number => {
  if (buffer instanceof X64Buffer) return buffer.offset;
  throw new Error('A buffer of another backend was handed to a program of machine code.');
};

class X64Executable implements Executable {
  readonly #machine: Native;
  readonly #threads: CodeThreads;
  readonly #parallel: boolean;
  readonly #heap: Heap;
  /** Address of the heap's first byte. */
  readonly #origin: number;
  readonly #program: Program;
  readonly #encoded: EncodedProgram;
  readonly #code: number;
  readonly #table: number;
  /** Offsets in the heap that stand in the table. */
  readonly #bound: number[] = [];

  constructor(machine: Native, threads: CodeThreads, heap: Heap, origin: number, program: Program, encoding: Encoding) {
    this.#machine = machine;
    this.#threads = threads;
    this.#parallel = program.kernels.some((kernel) => kernel.parallel);
    this.#heap = heap;
    this.#origin = origin;
    this.#program = program;
    this.#encoded = encodeProgram(program, { ...machine, encoding });
    const bytes = this.#encoded.code.length;
    const tableBytes = TABLE_BUFFERS + program.buffers.length * 8;
    const table = heap.allocate(tableBytes);
    heap.view('int32', table, tableBytes / 4).fill(0);
    const code = machine.mapCode(this.#encoded.code);
    this.#table = table;
    this.#code = code;
    reclaim.register(this, () => {
      threads.settle();
      heap.free(table, tableBytes);
      machine.unmapCode(code, bytes);
    });
  }

  run(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void {
    this.#bind(parameters, results);
    const code = this.#code + this.#encoded.run;
    if (this.#parallel) this.#threads.run(code, this.#origin, this.#table);
    else this.#machine.call(code, this.#origin + this.#table, 0, 1, 0);
  }

  profile(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): KernelTime[] {
    this.#bind(parameters, results);
    const { one, kernels } = this.#encoded;
    return this.#program.kernels.map(({ name, units }, i) => {
      const start = performance.now();
      const kernel = this.#code + (kernels[i] ?? 0);
      const turns = turnsOf(this.#program, i);
      for (let turn = 0; turn < turns; turn++)
        this.#machine.call(this.#code + one, this.#origin + this.#table, 0, units, kernel);
      const milliseconds = performance.now() - start;
      return { name, scopes: scopesOf(this.#program.origins[i] ?? []), milliseconds };
    });
  }

  /** Writes the addresses of all buffers into the program's table, where they have changed since the last run. */
  #bind(parameters: readonly DeviceBuffer[], results: readonly DeviceBuffer[]): void {
    const arena = this.#heap.arena(this.#program.arenaSize * 4);
    const { buffers } = this.#program;
    let entries: BigUint64Array | undefined;
    buffers.forEach((place, i) => {
      let offset: number;
      if (place.kind === 'parameter') offset = offsetOf(parameters[place.index]);
      else if (place.kind === 'result') offset = offsetOf(results[place.index]);
      else offset = arena + place.offset * 4;
      if (this.#bound[i] === offset) return;
      this.#bound[i] = offset;
      entries ??= new BigUint64Array(this.#heap.memory.buffer, this.#table + TABLE_BUFFERS, buffers.length);
      entries[i] = BigInt(this.#origin + offset);
    });
  }
}

/** What the programs of a process share, whatever instructions they are encoded in. */
class Shared {
  readonly machine: Native;
  readonly heap = new Heap('x64');
  readonly threads: CodeThreads;
  readonly backends = new Map<InstructionSet, Backend>();
  readonly #origin: number;

  constructor(machine: Native) {
    this.machine = machine;
    this.threads = new CodeThreads(machine, this.heap);
    // A shared WebAssembly memory reserves its addresses at once: it grows in place.
    this.#origin = machine.addressOf(new Uint8Array(this.heap.memory.buffer, 0, 1));
    machine.preferLargePages(this.#origin, MAX_PAGES * 2 ** 16);
  }

  backend(set: InstructionSet): Backend {
    const { machine, threads, heap } = this;
    const { encoding, target } = MACHINES[set];
    return {
      name: 'x64',
      allocate: (size) => new X64Buffer(heap, size),
      breathe: () => heap.breathe(),
      compile: (graph) =>
        new X64Executable(machine, threads, heap, this.#origin, compileGraph(graph, target), encoding),
    };
  }
}

let shared: Shared | undefined;

/** Why the x64 backend can't run here; undefined where it can. */
export function whyNotX64(): string | undefined {
  const machine = native();
  return 'reason' in machine ? machine.reason : undefined;
}

/** Instruction sets that can be used here, the best first. */
export function x64InstructionSets(): readonly InstructionSet[] {
  const machine = native();
  return 'reason' in machine ? [] : machine.sets;
}

/**
 * Machine code for x86-64 processors. One heap serves the whole process.
 *
 * @param set default: the best that the processor has
 */
export function x64Backend(set?: InstructionSet): Backend {
  const machine = native();
  if ('reason' in machine) throw new StateError(`The x64 backend can't run here: ${machine.reason}`);
  const used = set ?? at(machine.sets, 0);
  if (!machine.sets.includes(used))
    throw new StateError(`The x64 backend can't use ${used} here. Available: ${machine.sets.join(', ')}`);
  shared ??= new Shared(machine);
  let backend = shared.backends.get(used);
  if (backend === undefined) {
    backend = shared.backend(used);
    shared.backends.set(used, backend);
  }
  return backend;
}

/** Threads, the calling one included, that ran the last program which was worth sharing; 0 before there was one. */
export const threadsOfLastRun = (): number => shared?.threads.lastThreads ?? 0;
