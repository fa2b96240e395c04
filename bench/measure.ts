/** How a peer measures itself and what it prints: one JSON line. */

import { performance } from 'node:perf_hooks';
import { isWorkloadName, type WorkloadName, workloads } from './workloads.ts';

/** What one run of a peer reports. */
export interface Measurement {
  readonly peer: string;
  readonly version: string;
  readonly workload: WorkloadName;
  /** Median over the repeats of the mean time of a step. */
  readonly msPerStep: number;
  /** Timed steps, all repeats together. */
  readonly steps: number;
  /** Only for products: 10⁹ multiplications and additions a second. */
  readonly gflops?: number;
  /** Only for training: the loss of the last step, to see that something was learned. */
  readonly loss?: number;
}

const repeats = 7;
const warmUpMilliseconds = 1500;
const repeatMilliseconds = 500;

/** The middle of the sorted values; of an even count, the mean of the middle two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median: expected at least one value, received none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Times a step in its steady state: warms up for a while, then takes the median of several repeats, each the mean
 * over as many steps as fit into half a second (at least one). `step` returns when its result has been read.
 */
export async function timeSteps(
  step: (index: number) => Promise<unknown>,
): Promise<{ msPerStep: number; steps: number }> {
  let index = 0;
  let elapsed = 0;
  let warmUps = 0;
  for (const start = performance.now(); elapsed < warmUpMilliseconds || warmUps < 3; warmUps++) {
    await step(index++);
    elapsed = performance.now() - start;
  }
  const perRepeat = Math.max(1, Math.round((repeatMilliseconds * warmUps) / elapsed));
  const means: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    for (let i = 0; i < perRepeat; i++) await step(index++);
    means.push((performance.now() - start) / perRepeat);
  }
  return { msPerStep: median(means), steps: perRepeat * repeats };
}

/** 2·n³ operations of a product of two n x n matrices, per second, in 10⁹. */
export function gflops(size: number, milliseconds: number): number {
  return (2 * size ** 3) / milliseconds / 1e6;
}

/** The workload named on the command line of a peer; ends the process with a hint when it is none. */
export function workloadFromArguments(supported: readonly WorkloadName[]): WorkloadName {
  const name = process.argv[2];
  if (isWorkloadName(name) && supported.includes(name)) return name;
  console.error(`workload: expected one of ${supported.join(', ')}; received ${name}`);
  for (const known of supported) console.error(`  ${known}  ${workloads[known].title}`);
  process.exit(2);
}

/** Prints the one line that `bench/main.ts` reads. */
export function report(measurement: Measurement): void {
  console.log(JSON.stringify(measurement));
}
