import type { Rows } from './rows.ts';

/** Solves (K + lambda I) x = y for a symmetric positive K, by Cholesky's decomposition. */
function solve(matrix: Float64Array, n: number, right: Float64Array): Float64Array {
  const l = Float64Array.from(matrix);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = l[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] ?? 0) * (l[j * n + k] ?? 0);
      l[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (l[j * n + j] ?? 1);
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    let sum = x[i] ?? 0;
    for (let k = 0; k < i; k++) sum -= (l[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (l[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] ?? 0;
    for (let k = i + 1; k < n; k++) sum -= (l[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = sum / (l[i * n + i] ?? 1);
  }
  return x;
}

function products(a: Rows, b: Rows): Float64Array {
  const out = new Float64Array(a.count * b.count);
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      let sum = 0;
      for (let k = 0; k < a.width; k++) sum += (a.values[i * a.width + k] ?? 0) * (b.values[j * b.width + k] ?? 0);
      out[i * b.count + j] = sum;
    }
  }
  return out;
}

/**
 * What a linear model can do: ridge regression in its dual form, fitted on some rows, asked about others.
 *
 * @param train standardized rows
 * @param targets one per row, centred
 * @returns one per row of `test`
 */
export function ridgePredictions(train: Rows, targets: Float64Array, test: Rows): Float64Array {
  const n = train.count;
  const gram = products(train, train);
  let trace = 0;
  for (let i = 0; i < n; i++) trace += gram[i * n + i] ?? 0;
  const lambda = 1e-2 * Math.max(trace / n, 1e-9);
  for (let i = 0; i < n; i++) gram[i * n + i] = (gram[i * n + i] ?? 0) + lambda;
  const weights = solve(gram, n, targets);
  const cross = products(test, train);
  return Float64Array.from({ length: test.count }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (cross[i * n + j] ?? 0) * (weights[j] ?? 0);
    return sum;
  });
}
