import type { Worker } from 'node:worker_threads';
import type { Heap } from './heap.ts';

/** 32-bit words of the control block, in the shared memory. See worker.mjs. */
const COMMAND = 0;
const PROGRAM = 1;
const TABLE = 2;
const READY = 3;
/** The command word counts commands in its upper bits; the lowest 8 say how many threads take part. */
const MAX_THREADS = 255;
const CONTROL_BYTES = 64;

const environmentThreads = (): number | undefined => {
  const value = typeof process === 'undefined' ? undefined : process.env.KERATIN_THREADS;
  const count = Number(value);
  return value !== undefined && Number.isInteger(count) && count >= 1 ? count : undefined;
};

/** Cores available to the process, 1 where there are no worker threads to use. */
function availableCores(): number {
  if (typeof process === 'undefined') return 1;
  return process.getBuiltinModule?.('node:os').availableParallelism() ?? 1;
}

/** Documented configuration: threads that programs may use. Found out at first use. */
let threadCount: number | undefined;

/** Sets how many threads programs run on, the calling one included. Results do not depend on it. */
export function setThreads(count: number): void {
  threadCount = count;
}

export function getThreads(): number {
  threadCount ??= environmentThreads() ?? availableCores();
  return threadCount;
}

/**
 * Worker threads that run programs in lockstep with the calling thread. They start in the background with the first
 * program that is worth sharing; until one is ready, fewer threads do the work. Asleep they cost nothing, and they
 * don't keep the process alive.
 */
export class ThreadPool {
  readonly #heap: Heap;
  readonly #control: number;
  readonly #workers: { worker: Worker; post: (message: unknown) => void; known: Set<number> }[] = [];
  #nextProgram = 1;
  #commands = 0;
  #lastThreads = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
    this.#control = heap.allocate(CONTROL_BYTES);
    heap.view('int32', this.#control, CONTROL_BYTES / 4).fill(0);
  }

  /** Threads, the calling one included, that ran the last program which was worth sharing; 0 before there was one. */
  get lastThreads(): number {
    return this.#lastThreads;
  }

  newProgramId(): number {
    return this.#nextProgram++;
  }

  forget(id: number): void {
    for (const { post, known } of this.#workers) if (known.delete(id)) post({ forget: id });
  }

  /** Runs a program on all threads that are ready. */
  run(
    id: number,
    module: WebAssembly.Module,
    table: number,
    run: (table: number, thread: number, threads: number) => void,
  ): void {
    const wanted = Math.min(getThreads(), MAX_THREADS);
    if (wanted > 1) this.#start(wanted - 1);
    const control = new Int32Array(this.#heap.memory.buffer, this.#control, CONTROL_BYTES / 4);
    const threads = Math.min(wanted, 1 + (this.#workers.length === 0 ? 0 : Atomics.load(control, READY)));
    this.#lastThreads = threads;
    if (threads <= 1) return run(table, 0, 1);
    for (const { post, known } of this.#workers) {
      if (known.has(id)) continue;
      known.add(id);
      post({ id, module });
    }
    control[PROGRAM] = id;
    control[TABLE] = table;
    this.#commands = (this.#commands + 1) & 0xffffff;
    Atomics.store(control, COMMAND, (this.#commands << 8) | threads);
    Atomics.notify(control, COMMAND);
    run(table, 0, threads);
  }

  #start(count: number): void {
    if (this.#workers.length >= count) return;
    const threads = process.getBuiltinModule?.('node:worker_threads');
    if (threads === undefined) return;
    while (this.#workers.length < count) {
      const { port1, port2 } = new threads.MessageChannel();
      const worker = new threads.Worker(new URL('./worker.mjs', import.meta.url), {
        workerData: { memory: this.#heap.memory, control: this.#control, port: port2 },
        transferList: [port2],
        execArgv: [],
      });
      worker.unref();
      port1.unref();
      this.#workers.push({ worker, post: (message) => port1.postMessage(message), known: new Set() });
    }
  }
}
