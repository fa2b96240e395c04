import type { Worker, WorkerOptions } from 'node:worker_threads';
import { debug } from '../../support/environment.ts';
import { chosenThreads, getThreads } from './thread-count.ts';

/** Commands name the number of threads in 8 bits. */
const MAX_THREADS = 255;

/**
 * Worker threads that start in the background and don't keep the process alive. When one fails, programs go on with the
 * calling thread alone, unless somebody asked for a number of threads: then they fail, with the reason.
 */
export class Crew {
  readonly #script: URL;
  readonly #options: () => WorkerOptions;
  readonly #workers: Worker[] = [];
  #failure: string | undefined;

  /** @param options called for each worker */
  constructor(script: URL, options: () => WorkerOptions) {
    this.#script = script;
    this.#options = options;
  }

  /** Threads that a program should use, the calling one included. Starts workers that are missing. */
  wanted(): number {
    const threads = Math.min(getThreads(), MAX_THREADS);
    if (threads > 1 && this.#failure === undefined) this.#start(threads - 1);
    if (threads === 1 || this.#failure === undefined) return threads;
    if (chosenThreads() === undefined) return 1;
    throw new Error(
      `A worker thread failed: ${this.#failure}. \`config.setThreads(1)\` computes without. Received: ${threads} threads`,
    );
  }

  /** Workers that were started. */
  get size(): number {
    return this.#workers.length;
  }

  /** From now on there is one thread. */
  fail(reason: unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = reason instanceof Error ? reason.message : String(reason);
    debug(`a worker thread failed: ${this.#failure}`);
  }

  #start(count: number): void {
    const threads = process.getBuiltinModule?.('node:worker_threads');
    if (threads === undefined) return;
    try {
      while (this.#workers.length < count) {
        const worker = new threads.Worker(this.#script, { ...this.#options(), execArgv: [] });
        worker.on('error', (error) => this.fail(error));
        worker.on('exit', () => this.fail('it ended'));
        worker.unref();
        this.#workers.push(worker);
      }
    } catch (error) {
      this.fail(error);
    }
  }
}
