/** Values in ascending order, and how many samples each of them stands for. */
export interface Summary {
  readonly values: Float32Array;
  readonly weights: Float32Array;
}

export const emptySummary: Summary = { values: new Float32Array(), weights: new Float32Array() };

/** About 1 / epsilon evenly spaced samples of the sorted data. */
export function summarize(data: ArrayLike<number>, epsilon: number): Summary {
  const sorted = Float32Array.from(data).sort();
  const step = Math.max(sorted.length * epsilon, 1);
  const values: number[] = [];
  for (let i = Math.trunc(step - 1); i < sorted.length; i += Math.trunc(step)) values.push(sorted[i] ?? 0);
  return { values: Float32Array.from(values), weights: new Float32Array(values.length).fill(step) };
}

/** Two summaries as one that is not longer than epsilon asks for. */
export function mergeSummaries(a: Summary, b: Summary, epsilon: number): Summary {
  const pairs = [a, b].flatMap(({ values, weights }) =>
    Array.from(values, (value, i) => [value, weights[i] ?? 0] as const),
  );
  pairs.sort(([x], [y]) => x - y);
  const merged = {
    values: Float32Array.from(pairs, ([value]) => value),
    weights: Float32Array.from(pairs, ([, weight]) => weight),
  };
  return compress(merged, epsilon);
}

/** The value of a piecewise linear function at x; constant outside. */
function interpolate(x: number, xs: readonly number[], ys: ArrayLike<number>): number {
  const after = xs.findIndex((point) => point > x);
  if (after === 0) return ys[0] ?? 0;
  if (after < 0) return ys[ys.length - 1] ?? 0;
  const [x0 = 0, x1 = 0] = [xs[after - 1], xs[after]];
  const [y0 = 0, y1 = 0] = [ys[after - 1], ys[after]];
  return y0 + ((y1 - y0) / (x1 - x0)) * (x - x0);
}

/** A summary of about 1 / epsilon values: those at evenly spaced shares of all samples. */
export function compress(summary: Summary, epsilon: number): Summary {
  if (summary.values.length * epsilon < 1) return summary;
  const shares = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  let total = 0;
  const sums = Array.from(summary.weights, (weight) => {
    total = Math.fround(total + weight);
    return total;
  });
  const places = sums.map((sum) => Math.fround(sum / total));
  const values = shares.map((share) => interpolate(share, places, summary.values));
  const reached = shares.map((share) => interpolate(share, places, sums));
  return {
    values: Float32Array.from(values),
    weights: Float32Array.from(reached, (sum, i) => sum - (reached[i - 1] ?? 0)),
  };
}

/** The boundaries between bins that hold equal shares of the samples. */
export const binBoundaries = (summary: Summary, bins: number): number[] =>
  Array.from(compress(summary, 1 / bins).values.slice(0, -1));
