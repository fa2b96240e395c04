import type { MessagePort } from 'node:worker_threads';
import { Crew } from './crew.ts';
import type { Heap } from './heap.ts';

/** 32-bit words of the control block, in the shared memory. See worker.mjs. */
const COMMAND = 0;
const PROGRAM = 1;
const TABLE = 2;
const READY = 3;
const PREPARED = 4;
const FAILED = 5;
const CONTROL_BYTES = 64;
/** The command word: a count of commands, whether to prepare a program or to run it, how many threads take part. */
const PREPARE = 1 << 8;
const COUNT_SHIFT = 9;
/** Milliseconds that a worker may take to compile a program. */
const PATIENCE = 20_000;

const SCRIPT = new URL('./worker.mjs', import.meta.url);

/**
 * Worker threads that run programs in lockstep with the calling thread. They start in the background with the first
 * program that is worth sharing; until one is ready, fewer threads do the work. Asleep they cost nothing, and they
 * don't keep the process alive.
 */
export class ThreadPool {
  readonly #heap: Heap;
  readonly #control: number;
  readonly #crew: Crew;
  readonly #ports: { port: MessagePort; known: Set<number> }[] = [];
  /** By program, on how many threads it can run. */
  readonly #prepared = new Map<number, number>();
  #nextProgram = 1;
  #commands = 0;
  #lastThreads = 0;

  constructor(heap: Heap, script: URL = SCRIPT) {
    this.#heap = heap;
    this.#control = heap.allocate(CONTROL_BYTES);
    heap.view('int32', this.#control, CONTROL_BYTES / 4).fill(0);
    this.#crew = new Crew(script, () => {
      const { port1, port2 } = new (process.getBuiltinModule('node:worker_threads').MessageChannel)();
      port1.unref();
      this.#ports.push({ port: port1, known: new Set() });
      return { workerData: { memory: heap.memory, control: this.#control, port: port2 }, transferList: [port2] };
    });
  }

  /** Threads, the calling one included, that ran the last program which was worth sharing; 0 before there was one. */
  get lastThreads(): number {
    return this.#lastThreads;
  }

  newProgramId(): number {
    return this.#nextProgram++;
  }

  forget(id: number): void {
    this.#prepared.delete(id);
    for (const { port, known } of this.#ports) if (known.delete(id)) port.postMessage({ forget: id });
  }

  /** Runs a program on all threads that are ready. */
  run(
    id: number,
    module: WebAssembly.Module,
    table: number,
    run: (table: number, thread: number, threads: number) => void,
  ): void {
    const wanted = this.#crew.wanted();
    const control = new Int32Array(this.#heap.memory.buffer, this.#control, CONTROL_BYTES / 4);
    let threads = Math.min(wanted, 1 + (this.#crew.size === 0 ? 0 : Atomics.load(control, READY)));
    if (threads > (this.#prepared.get(id) ?? 1) && !this.#prepare(control, id, module, threads)) {
      threads = this.#crew.wanted();
    }
    this.#lastThreads = threads;
    if (threads <= 1) return run(table, 0, 1);
    control[TABLE] = table;
    this.#command(control, id, threads);
    run(table, 0, threads);
  }

  /** Has all threads compile a program, so that none can fail to when the others already wait for it. */
  #prepare(control: Int32Array, id: number, module: WebAssembly.Module, threads: number): boolean {
    for (const { port, known } of this.#ports) {
      if (known.has(id)) continue;
      known.add(id);
      port.postMessage({ id, module });
    }
    Atomics.store(control, PREPARED, 0);
    Atomics.store(control, FAILED, 0);
    this.#command(control, id, PREPARE | threads);
    const deadline = performance.now() + PATIENCE;
    let answers = 0;
    while (answers < threads - 1 && performance.now() < deadline) {
      Atomics.wait(control, PREPARED, answers, 100);
      answers = Atomics.load(control, PREPARED);
    }
    if (answers === threads - 1 && Atomics.load(control, FAILED) === 0) {
      this.#prepared.set(id, threads);
      return true;
    }
    this.#crew.fail(this.#complaint() ?? 'it does not answer');
    return false;
  }

  #command(control: Int32Array, id: number, word: number): void {
    control[PROGRAM] = id;
    this.#commands = (this.#commands + 1) & 0x3fffff;
    Atomics.store(control, COMMAND, (this.#commands << COUNT_SHIFT) | word);
    Atomics.notify(control, COMMAND);
  }

  /** What a worker said about its failure. */
  #complaint(): string | undefined {
    const { receiveMessageOnPort } = process.getBuiltinModule('node:worker_threads');
    for (const { port } of this.#ports) {
      const received: unknown = receiveMessageOnPort(port)?.message;
      if (typeof received === 'string') return received;
    }
    return undefined;
  }
}
