/** From turns to the table that the README quotes. */

import { gflops, type Measurement, median } from './measure.ts';
import { type WorkloadName, workloads } from './workloads.ts';

/** All turns of one peer on one workload. */
export interface Summary {
  readonly workload: WorkloadName;
  readonly peer: string;
  readonly version: string;
  /** Milliseconds a step: median, fastest and slowest turn. */
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** The median in 10⁹ operations a second, where the workload is a product. */
  readonly gflops: number | undefined;
  /**
   * Median over the rounds of this peer's time divided by Keratin's in the same round; undefined where Keratin was not
   * measured.
   */
  readonly ratio: number | undefined;
  /** The same against Keratin's machine code. */
  readonly nativeRatio: number | undefined;
}

/** One line for each measurement. */
export function summarize(measurements: readonly Measurement[]): Summary[] {
  return measurements.map(({ workload, peer, version, turns }) => {
    const ratioTo = (name: string): number | undefined => {
      const other = measurements.find((measurement) => measurement.workload === workload && measurement.peer === name);
      const ratios = other?.turns.flatMap((time, round) => (turns[round] === undefined ? [] : [turns[round] / time]));
      return ratios === undefined ? undefined : median(ratios);
    };
    const details = workloads[workload];
    const middle = median(turns);
    return {
      workload,
      peer,
      version,
      median: middle,
      min: Math.min(...turns),
      max: Math.max(...turns),
      gflops: details.kind === 'product' ? gflops(details.size, middle) : undefined,
      ratio: ratioTo('keratin'),
      nativeRatio: ratioTo('keratin-x64'),
    };
  });
}

/** A Markdown table, one row per workload and peer. */
export function formatTable(summaries: readonly Summary[]): string {
  const rows = summaries.map(({ workload, peer, version, median, min, max, gflops, ratio, nativeRatio }) => [
    workloads[workload].title,
    `${peer} ${version}`,
    median.toPrecision(3),
    `${min.toPrecision(3)} to ${max.toPrecision(3)}`,
    gflops === undefined ? '' : gflops.toFixed(1),
    ratio === undefined ? '' : `${ratio.toFixed(1)}x`,
    nativeRatio === undefined ? '' : `${nativeRatio.toFixed(1)}x`,
  ]);
  const header = [
    'workload',
    'framework',
    'ms per step',
    'spread',
    'GFLOP/s',
    'against Keratin wasm',
    'against Keratin x64',
  ];
  const lines = [header, ['---', '---', '---:', '---:', '---:', '---:', '---:'], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
