/** How a peer measures itself: lines on standard output, see `entrant.ts`. */

import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { isWorkloadName, type Workload, type WorkloadName, workload, workloads } from './workloads.ts';

/** What a peer is. */
export interface About {
  readonly peer: string;
  readonly version: string;
}

const warmUpMilliseconds = 1500;
/** A peer that is started by hand takes this many turns. */
const turnsAlone = 7;
/** A turn lasts this long, and at least one step. */
const turnMilliseconds = 300;

/** The middle of the sorted values; of an even count, the mean of the middle two. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median: expected at least one value, received none');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** A step, or several that belong together; `index` counts the calls. Returns when its result has been read. */
export type Step = (index: number) => unknown;

/** Mean milliseconds of as many steps as fit into a turn. Steps that are ready at once are not awaited. */
async function takeTurn(step: Step, perCall: number): Promise<number> {
  const start = performance.now();
  let elapsed = 0;
  let steps = 0;
  while (elapsed < turnMilliseconds) {
    const result = step(steps++);
    if (result instanceof Promise) await result;
    elapsed = performance.now() - start;
  }
  return elapsed / (steps * perCall);
}

/**
 * Times a step in its steady state. Prints what the peer is once the first step is done, `ready` once it is warm, and
 * then the mean time of a step for each line on standard input: so several peers can alternate, each ready and warm,
 * and whatever else the machine does meets all of them alike. With `--alone` it takes a few turns by itself.
 *
 * @param perCall steps that one call of `step` does
 */
export async function serveTurns(about: About, step: Step, perCall = 1): Promise<void> {
  await step(0);
  console.log(JSON.stringify(about));
  const start = performance.now();
  for (let i = 0; i < 3 || performance.now() - start < warmUpMilliseconds; i++) await step(i);
  console.log('ready');
  if (process.argv.includes('--alone')) {
    const turns: number[] = [];
    for (let turn = 0; turn < turnsAlone; turn++) turns.push(await takeTurn(step, perCall));
    console.log(JSON.stringify({ turns, median: median(turns) }));
    return;
  }
  for await (const _ of createInterface({ input: process.stdin })) console.log(await takeTurn(step, perCall));
}

/** The workload named on the command line of a peer; ends the process with a hint when it is none. */
export function workloadFromArguments(supported: readonly WorkloadName[]): Workload {
  const name = process.argv[2];
  if (isWorkloadName(name) && supported.includes(name)) return workload(name);
  console.error(`workload: expected one of ${supported.join(', ')}; received ${name}`);
  for (const known of supported) console.error(`  ${known}  ${workloads[known].title}`);
  process.exit(2);
}
