import type { Part, RunId } from './runs.ts';

/**
 * Points of a curve. Where there are more than were asked for, the server keeps, of each stretch of steps, the first,
 * the last, the smallest and the largest, so that no peak gets lost.
 */
export interface ScalarSeries {
  readonly run: RunId;
  readonly tag: string;
  readonly part: Part;
  readonly steps: readonly number[];
  /** Null where the value wasn't finite. */
  readonly values: readonly (number | null)[];
  /** Seconds since the run began, for each point. */
  readonly seconds: readonly number[];
  /** How many points there are in the files. */
  readonly count: number;
}

/** Answer to `scalars`. */
export interface ScalarsAnswer {
  readonly series: readonly ScalarSeries[];
}
