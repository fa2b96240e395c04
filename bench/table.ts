/** From single measurements to the table that the README quotes. */

import { type Measurement, median } from './measure.ts';
import { type WorkloadName, workloads } from './workloads.ts';

/** All rounds of one peer on one workload. */
export interface Summary {
  readonly workload: WorkloadName;
  readonly peer: string;
  readonly version: string;
  /** Milliseconds a step: median, fastest and slowest round. */
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The median in 10⁹ operations a second, where the workload is a product. */
  readonly gflops: number | undefined;
  /** How many times Keratin's median goes into this one; undefined where Keratin was not measured. */
  readonly ratio: number | undefined;
}

/** Groups measurements by workload and peer, in order of first appearance. */
export function summarize(measurements: readonly Measurement[]): Summary[] {
  const groups = new Map<string, Measurement[]>();
  for (const measurement of measurements) {
    const key = `${measurement.workload} ${measurement.peer}`;
    groups.set(key, [...(groups.get(key) ?? []), measurement]);
  }
  const summaries = [...groups.values()].map((group) => {
    const first = group[0]!;
    const times = group.map(({ msPerStep }) => msPerStep);
    const middle = median(times);
    const gflops = first.gflops === undefined ? undefined : (first.gflops * first.msPerStep) / middle;
    return {
      workload: first.workload,
      peer: first.peer,
      version: first.version,
      median: middle,
      min: Math.min(...times),
      max: Math.max(...times),
      gflops,
    };
  });
  return summaries.map((summary) => {
    const own = summaries.find(({ workload, peer }) => workload === summary.workload && peer === 'keratin');
    return { ...summary, ratio: own === undefined ? undefined : summary.median / own.median };
  });
}

/** A Markdown table, one row per workload and peer. */
export function formatTable(summaries: readonly Summary[]): string {
  const rows = summaries.map(({ workload, peer, version, median, min, max, gflops, ratio }) => [
    workloads[workload].title,
    `${peer} ${version}`,
    median.toPrecision(3),
    `${min.toPrecision(3)} to ${max.toPrecision(3)}`,
    gflops === undefined ? '' : gflops.toFixed(1),
    ratio === undefined ? '' : `${ratio.toFixed(1)}x`,
  ]);
  const header = ['workload', 'framework', 'ms per step', 'spread', 'GFLOP/s', 'Keratin is faster by'];
  const lines = [header, ['---', '---', '---:', '---:', '---:', '---:'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
