import { Crew } from '../wasm/crew.ts';
import type { Heap } from '../wasm/heap.ts';
import { TABLE_RUNNING } from './encode-sharing.ts';
import type { Native } from './native.ts';

/** 32-bit words of the control block, in the shared memory; two 64-bit addresses follow. See worker.mjs. */
const COMMAND = 0;
const READY = 1;
const BUSY = 2;
const ADDRESSES = 16;
const CONTROL_BYTES = 32;

const SCRIPT = new URL('./worker.mjs', import.meta.url);

/**
 * Worker threads that help the calling thread with kernels of machine code. They start in the background with the first
 * program that is worth sharing; until one is ready, fewer threads do the work. Asleep they cost nothing, and they
 * don't keep the process alive.
 */
export class CodeThreads {
  readonly #machine: Native;
  readonly #heap: Heap;
  readonly #control: number;
  readonly #crew: Crew;
  #commands = 0;
  #lastThreads = 0;

  constructor(machine: Native, heap: Heap, script: URL = SCRIPT) {
    this.#machine = machine;
    this.#heap = heap;
    this.#control = heap.allocate(CONTROL_BYTES);
    heap.view('int32', this.#control, CONTROL_BYTES / 4).fill(0);
    const workerData = { memory: heap.memory, control: this.#control };
    this.#crew = new Crew(script, () => ({ workerData }));
  }

  /** Threads, the calling one included, that ran the last program which was worth sharing; 0 before there was one. */
  get lastThreads(): number {
    return this.#lastThreads;
  }

  /**
   * Runs a program on all threads that are ready.
   *
   * @param code address of its `run`
   * @param origin address of the heap
   * @param table where its table lies in the heap
   */
  run(code: number, origin: number, table: number): void {
    const wanted = this.#heap.shared ? this.#crew.wanted() : 1;
    const words = this.#words();
    const threads = Math.min(wanted, 1 + (this.#crew.size === 0 ? 0 : Atomics.load(words, READY)));
    this.#lastThreads = threads;
    if (threads > 1) {
      // While the addresses change there is no command: nobody can take one from each of two.
      this.#command(words, 0);
      const addresses = new BigInt64Array(this.#heap.memory.buffer, this.#control + ADDRESSES, 2);
      Atomics.store(addresses, 0, BigInt(code));
      Atomics.store(addresses, 1, BigInt(origin + table));
      // Before the command: a helper that is quicker than the calling thread would find nothing to help with and leave.
      Atomics.store(new Int32Array(this.#heap.memory.buffer, table + TABLE_RUNNING, 1), 0, 1);
      this.#command(words, threads);
      Atomics.notify(words, COMMAND);
    }
    this.#machine.call(code, origin + table, 0, threads, 0);
  }

  /**
   * Waits until no thread is in machine code any more. After `run` all work is done, but another thread may still be on
   * its way out, so what it stands on must not be unmapped.
   */
  settle(): void {
    const words = this.#words();
    this.#command(words, 0);
    while (Atomics.load(words, BUSY) > 0);
  }

  #command(words: Int32Array, threads: number): void {
    // The command word counts commands in its upper bits; the lowest 8 say how many threads take part.
    this.#commands = (this.#commands + 1) & 0xffffff;
    Atomics.store(words, COMMAND, (this.#commands << 8) | threads);
  }

  #words(): Int32Array {
    return new Int32Array(this.#heap.memory.buffer, this.#control, ADDRESSES / 4);
  }
}
