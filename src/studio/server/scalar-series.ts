import type { ScalarSeries } from '../protocol/index.ts';
import { downsample, lowerBound } from '../store/downsample.ts';
import type { Series } from '../store/event-log.ts';

/** Which points of a curve. */
export interface Window {
  /** Steps, both included. */
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** The points of a curve that lie in a window of steps. */
export function scalarSeries(run: string, series: Series, { from, to, points }: Window): ScalarSeries {
  const { steps, values } = series.columns;
  return picked(run, series, downsample(values, lowerBound(steps, from), lowerBound(steps, to + 1), points));
}

/** The points from a place on. */
export const pointsFrom = (run: string, series: Series, from: number, most: number): ScalarSeries =>
  picked(run, series, downsample(series.columns.values, from, series.columns.length, most));

function picked(run: string, { tag, part, columns, count }: Series, places: readonly number[]): ScalarSeries {
  const { steps, times, values } = columns;
  const begun = times[0] ?? 0;
  return {
    run,
    tag,
    part,
    steps: places.map((i) => steps[i] ?? 0),
    values: places.map((i) => {
      const value = values[i] ?? Number.NaN;
      return Number.isFinite(value) ? value : null;
    }),
    seconds: places.map((i) => (times[i] ?? 0) - begun),
    count,
  };
}
