import { at } from '../../../support/shape.ts';

/** The lower factor L of a symmetric positive definite [n, n] matrix L L'; NaN where it is not one, as in LAPACK and JAX. */
export function choleskyFactor(x: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      // Only the symmetric part counts.
      let sum = (at(x, i * n + j) + at(x, j * n + i)) / 2;
      for (let k = 0; k < j; k++) sum -= at(factor, i * n + k) * at(factor, j * n + k);
      factor[i * n + j] = i === j ? (sum > 0 ? Math.sqrt(sum) : Number.NaN) : sum / at(factor, j * n + j);
    }
  }
  if (factor.some(Number.isNaN)) for (let i = 0; i < n; i++) factor.fill(Number.NaN, i * n, i * n + i + 1);
  return factor;
}

/** LU factors of a [n, n] matrix in one, the row that each step exchanged with its own, and the permutation's sign. */
export function luFactors(x: Float64Array, n: number): { lu: Float64Array; pivots: Float64Array; sign: number } {
  const lu = Float64Array.from(x);
  const pivots = new Float64Array(n);
  let sign = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(at(lu, i * n + k)) > Math.abs(at(lu, pivot * n + k))) pivot = i;
    pivots[k] = pivot;
    if (pivot !== k) {
      sign = -sign;
      const row = lu.slice(k * n, k * n + n);
      lu.copyWithin(k * n, pivot * n, pivot * n + n);
      lu.set(row, pivot * n);
    }
    const diagonal = at(lu, k * n + k);
    if (diagonal === 0) continue;
    for (let i = k + 1; i < n; i++) {
      const factor = at(lu, i * n + k) / diagonal;
      lu[i * n + k] = factor;
      for (let j = k + 1; j < n; j++) lu[i * n + j] = at(lu, i * n + j) - factor * at(lu, k * n + j);
    }
  }
  return { lu, pivots, sign };
}

/** Overwrites b [n, columns] by the solution of a triangular system; `unit` takes the diagonal for ones. */
export function substitute(
  a: Float64Array,
  b: Float64Array,
  n: number,
  columns: number,
  lower: boolean,
  unit: boolean,
): void {
  for (let step = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step;
    for (let c = 0; c < columns; c++) {
      let sum = at(b, i * columns + c);
      for (let k = lower ? 0 : i + 1; k < (lower ? i : n); k++) sum -= at(a, i * n + k) * at(b, k * columns + c);
      b[i * columns + c] = unit ? sum : sum / at(a, i * n + i);
    }
  }
}

/** x with a x = b for a general [n, n] matrix and b [n, columns]. */
export function solveGeneral(a: Float64Array, b: Float64Array, n: number, columns: number): Float64Array {
  const { lu, pivots } = luFactors(a, n);
  const x = Float64Array.from(b);
  for (let k = 0; k < n; k++) {
    const pivot = at(pivots, k);
    if (pivot === k) continue;
    const row = x.slice(k * columns, (k + 1) * columns);
    x.copyWithin(k * columns, pivot * columns, (pivot + 1) * columns);
    x.set(row, pivot * columns);
  }
  substitute(lu, x, n, columns, true, true);
  substitute(lu, x, n, columns, false, false);
  return x;
}
