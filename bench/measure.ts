/** How a peer measures itself and what it prints: JSON lines. */

import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { isWorkloadName, type WorkloadName, workloads } from './workloads.ts';

/** What a peer is, and what it measured. */
export interface Measurement {
  readonly peer: string;
  readonly version: string;
  readonly workload: WorkloadName;
  /** Mean time of a step of each turn. */
  readonly turns: readonly number[];
}

const warmUpMilliseconds = 1500;
/** A peer that is started by hand takes this many turns. */
const turnsAlone = 7;
/** A turn lasts this long, and at least one step. */
const turnMilliseconds = 400;

/** The middle of the sorted values; of an even count, the mean of the middle two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median: expected at least one value, received none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Mean milliseconds of as many steps as fit into a turn. */
async function takeTurn(step: (index: number) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let elapsed = 0;
  let steps = 0;
  while (elapsed < turnMilliseconds) {
    await step(steps++);
    elapsed = performance.now() - start;
  }
  return elapsed / steps;
}

/**
 * Times a step in its steady state, in turns. With `--turns` on the command line, each line on standard input starts a
 * turn, and the time of each is printed: so several peers can alternate, each ready and warm, and whatever else the
 * machine does meets all of them alike. `step` returns when its result has been read.
 */
export async function serveTurns(
  about: Omit<Measurement, 'turns'>,
  step: (index: number) => Promise<unknown>,
): Promise<void> {
  const start = performance.now();
  for (let i = 0; i < 3 || performance.now() - start < warmUpMilliseconds; i++) await step(i);
  if (!process.argv.includes('--turns')) {
    const turns: number[] = [];
    for (let turn = 0; turn < turnsAlone; turn++) turns.push(await takeTurn(step));
    console.log(JSON.stringify({ ...about, turns, median: median(turns) }));
    return;
  }
  console.log(JSON.stringify(about));
  for await (const _ of createInterface({ input: process.stdin })) console.log(JSON.stringify(await takeTurn(step)));
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
