import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { About } from './measure.ts';
import type { WorkloadName } from './workloads.ts';

/** How a peer is started. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Kept on as many cores as it may have threads: for runtimes whose thread count can't be set. */
  readonly pinned: boolean;
}

/** All turns of one peer on one workload. */
export interface Measurement extends About {
  readonly workload: WorkloadName;
  readonly threads: number;
  /** Milliseconds per step of each turn. */
  readonly turns: readonly number[];
  /** Milliseconds from the start of the process to the end of the first step; undefined for whole processes. */
  readonly firstStep?: number | undefined;
  /** Most memory that the process held, in MiB, where the system tells. */
  readonly peakMemory?: number | undefined;
}

const canStop = process.platform !== 'win32';

function start(command: Command, threads: number, stdio: 'pipe' | 'ignore'): ChildProcess {
  const { file, args, pinned } = command;
  const pin = pinned && threads < availableParallelism() && existsSync('/usr/bin/taskset');
  const [program, parameters] = pin
    ? ['/usr/bin/taskset', ['-c', `0-${threads - 1}`, file, ...args]]
    : [file, [...args]];
  const env = { ...process.env, ...command.env };
  return spawn(program, parameters, { stdio: [stdio, stdio, 'inherit'], env });
}

/**
 * A peer that runs a workload: started, warmed up, and asleep between its turns. Its process is stopped meanwhile, so
 * that threads of it that wait actively take nothing from the others.
 */
export class Entrant {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #started = performance.now();
  readonly #workload: WorkloadName;
  readonly #threads: number;
  readonly #turns: number[] = [];
  #about: About = { peer: '', version: '' };
  #firstStep = Number.NaN;

  constructor(command: Command, workload: WorkloadName, threads: number) {
    const child = start(command, threads, 'pipe');
    this.#process = child;
    this.#workload = workload;
    this.#threads = threads;
    if (child.stdout === null) throw new Error('A peer has no standard output.');
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('A peer ended before its turns were over; its error stands above.');
    return value;
  }

  #sleep(asleep: boolean): void {
    if (canStop) this.#process.kill(asleep ? 'SIGSTOP' : 'SIGCONT');
  }

  async warmUp(): Promise<void> {
    this.#about = JSON.parse(await this.#line());
    this.#firstStep = performance.now() - this.#started;
    if ((await this.#line()) !== 'ready') throw new Error('A peer was not ready after its warm-up.');
    this.#sleep(true);
  }

  /** Milliseconds per step of one more turn. */
  async takeTurn(): Promise<number> {
    this.#sleep(false);
    this.#process.stdin?.write('turn\n');
    const time = Number(await this.#line());
    this.#sleep(true);
    this.#turns.push(time);
    return time;
  }

  /** `name` and latest time. */
  get status(): string {
    return `${this.#about.peer} ${this.#turns.at(-1)?.toPrecision(4)} ms`;
  }

  end(): Measurement {
    const measurement = {
      ...this.#about,
      workload: this.#workload,
      threads: this.#threads,
      turns: this.#turns,
      firstStep: this.#firstStep,
      peakMemory: peakMemory(this.#process.pid),
    };
    this.#sleep(false);
    this.#process.stdin?.end();
    return measurement;
  }

  /** Ends a peer that was not ready. */
  abandon(): void {
    this.#process.kill('SIGKILL');
  }
}

function peakMemory(pid: number | undefined): number | undefined {
  const file = `/proc/${pid}/status`;
  const kilobytes = existsSync(file) && /^VmHWM:\s*(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1];
  return kilobytes ? Number(kilobytes) / 1024 : undefined;
}

/** Milliseconds that a process takes from its start to its end. */
export async function wholeProcess(command: Command, threads: number): Promise<number> {
  const started = performance.now();
  const child = start(command, threads, 'ignore');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', resolve);
  });
  if (code !== 0) throw new Error(`A peer ended with code ${code}.`);
  return performance.now() - started;
}
