/** A line of a chart. */
export interface Curve {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  /** Lengths of strokes and gaps in pixels. Default: solid. */
  readonly dash?: readonly number[];
  /** In ascending order. */
  readonly xs: readonly number[];
  /** Null where there is no finite value: the line has a gap. */
  readonly ys: readonly (number | null)[];
}

/** Columns over one x: a line has `undefined` where only others have a point, and null where it has a gap. */
export type Aligned = readonly [xs: number[], ...ys: (number | null | undefined)[][]];

/** Puts curves with points at different places on one ascending x, as uPlot wants them. */
export function alignCurves(curves: readonly Pick<Curve, 'xs' | 'ys'>[]): Aligned {
  const first = curves[0];
  if (first === undefined) return [[]];
  const same = curves.every(({ xs }) => xs.length === first.xs.length && xs.every((x, i) => x === first.xs[i]));
  if (same) return [[...first.xs], ...curves.map(({ ys }) => [...ys])];
  const union = new Set<number>();
  for (const { xs } of curves) for (const x of xs) union.add(x);
  const xs = [...Float64Array.from(union).sort()];
  const place = new Map(xs.map((x, i) => [x, i]));
  return [
    xs,
    ...curves.map((curve) => {
      const column = new Array<number | null | undefined>(xs.length).fill(undefined);
      curve.xs.forEach((x, i) => {
        column[place.get(x) ?? 0] = curve.ys[i];
      });
      return column;
    }),
  ];
}

/**
 * An exponential moving average: s = w s + (1 - w) y, divided by 1 - w^n so that it begins at the first value (as
 * Adam's moments are corrected). Gaps stay gaps.
 *
 * @param weight from 0 (as it is) to below 1
 */
export function smooth(ys: readonly (number | null)[], weight: number): (number | null)[] {
  let sum = 0;
  let power = 1;
  return ys.map((y) => {
    if (y === null) return null;
    sum = weight * sum + (1 - weight) * y;
    power *= weight;
    return sum / (1 - power);
  });
}

/** What a line says at column `i`: its own point there, else the nearest before, else the nearest behind. */
export function valueNear(column: readonly (number | null | undefined)[], i: number): number | null {
  for (let k = i; k >= 0; k--) if (column[k] !== undefined) return column[k] ?? null;
  for (let k = i + 1; k < column.length; k++) if (column[k] !== undefined) return column[k] ?? null;
  return null;
}
