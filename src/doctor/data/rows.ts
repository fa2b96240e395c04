/** Samples as plain rows of numbers. */
export interface Rows {
  readonly values: Float64Array;
  readonly count: number;
  readonly width: number;
}

/** What the features of a data set look like. */
export interface FeatureStatistics {
  readonly mean: Float64Array;
  readonly std: Float64Array;
  readonly rms: Float64Array;
}

/** At most `limit` rows, evenly spread over a sample array, so that sorted data show all their classes. */
export function spreadRows(
  array: { readonly values: ArrayLike<number>; readonly shape: readonly number[] },
  limit: number,
): { readonly rows: Rows; readonly indices: Int32Array } {
  const total = array.shape[0] ?? 0;
  const width = array.shape.slice(1).reduce((size, n) => size * n, 1);
  const count = Math.min(total, limit);
  const indices = Int32Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
  const values = new Float64Array(count * width);
  indices.forEach((row, i) => {
    for (let k = 0; k < width; k++) values[i * width + k] = Number(array.values[row * width + k] ?? 0);
  });
  return { rows: { values, count, width }, indices };
}

/** Mean, deviation and RMS of each feature. */
export function featureStatistics({ values, count, width }: Rows): FeatureStatistics {
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (let i = 0; i < count; i++)
    for (let k = 0; k < width; k++) {
      const value = values[i * width + k] ?? 0;
      mean[k] = (mean[k] ?? 0) + value / count;
      square[k] = (square[k] ?? 0) + (value * value) / count;
    }
  return {
    mean,
    rms: square.map((value) => Math.sqrt(value)),
    std: square.map((value, k) => Math.sqrt(Math.max(0, value - (mean[k] ?? 0) ** 2))),
  };
}

/** Rows with every feature shifted and scaled by given statistics; features that never change become 0. */
export function standardizedRows({ values, count, width }: Rows, { mean, std }: FeatureStatistics): Rows {
  return {
    count,
    width,
    values: values.map((value, i) => {
      const deviation = std[i % width] ?? 0;
      return deviation < 1e-12 ? 0 : (value - (mean[i % width] ?? 0)) / deviation;
    }),
  };
}
