/** From turns to the table that the README quotes. */

import type { Measurement } from './entrant.ts';
import { median } from './measure.ts';
import { productOperations, type WorkloadName, workload } from './workloads.ts';

/** All turns of one peer on one workload. */
export interface Summary {
  readonly workload: WorkloadName;
  readonly threads: number;
  readonly peer: string;
  readonly version: string;
  /** Milliseconds a step: median, fastest and slowest turn. */
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** 10⁹ operations a second in products, at the median. */
  readonly gflops: number | undefined;
  /** The same as a share of what the cores can do, as the calibration loop of the same rounds found. */
  readonly shareOfPeak: number | undefined;
  /**
   * For Keratin: how many times faster than the fastest other, as the median over the rounds; undefined where nothing
   * else was measured.
   */
  readonly ratio: number | undefined;
  readonly bestPeer: string | undefined;
  readonly firstStep: number | undefined;
  readonly peakMemory: number | undefined;
}

/** Name of the calibration loop among the measurements: its steps are 10⁹ operations each, on one core. */
export const CALIBRATION = 'calibration';

export const isOwn = (peer: string): boolean => peer.startsWith('keratin');

/** One line for each measurement but the calibration. */
export function summarize(measurements: readonly Measurement[]): Summary[] {
  const others = measurements.filter(({ peer }) => peer !== CALIBRATION);
  return others.map(({ workload: name, threads, peer, version, turns, firstStep, peakMemory }) => {
    const together = measurements.filter((other) => other.workload === name && other.threads === threads);
    const [best] = together
      .filter((other) => !isOwn(other.peer) && other.peer !== CALIBRATION)
      .sort((a, b) => median(a.turns) - median(b.turns));
    const ratios = best?.turns.flatMap((time, round) => (turns[round] === undefined ? [] : [time / turns[round]]));
    const peak = together.find((other) => other.peer === CALIBRATION);
    const middle = median(turns);
    const operations = productOperations(workload(name));
    const gflops = operations === undefined ? undefined : operations / middle / 1e6;
    return {
      workload: name,
      threads,
      peer,
      version,
      median: middle,
      min: Math.min(...turns),
      max: Math.max(...turns),
      gflops,
      shareOfPeak:
        gflops === undefined || peak === undefined ? undefined : gflops / ((threads * 1e3) / median(peak.turns)),
      ratio: isOwn(peer) && ratios !== undefined ? median(ratios) : undefined,
      bestPeer: isOwn(peer) ? best?.peer : undefined,
      firstStep,
      peakMemory,
    };
  });
}

const optional = (value: number | undefined, format: (value: number) => string) =>
  value === undefined ? '' : format(value);

/** A Markdown table, one row per workload and peer. */
export function formatTable(summaries: readonly Summary[]): string {
  const rows = summaries.map((summary) => [
    workload(summary.workload).title,
    String(summary.threads),
    `${summary.peer} ${summary.version}`,
    summary.median.toPrecision(3),
    `${summary.min.toPrecision(3)} to ${summary.max.toPrecision(3)}`,
    optional(summary.gflops, (x) => x.toFixed(1)),
    optional(summary.shareOfPeak, (x) => `${(100 * x).toFixed(0)}%`),
    optional(summary.ratio, (x) => `${x.toFixed(2)}x ${summary.bestPeer}`),
    optional(summary.firstStep, (x) => x.toFixed(0)),
    optional(summary.peakMemory, (x) => x.toFixed(0)),
  ]);
  const header = [
    'workload',
    'threads',
    'framework',
    'ms',
    'spread',
    'GFLOP/s',
    'of peak',
    'against the best other',
    'first step, ms',
    'memory, MiB',
  ];
  const rule = header.map((_, i) => (i === 0 || i === 2 ? '---' : '---:'));
  return [header, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
