import { at } from '../../../support/shape.ts';
import { householderQr } from './householder.ts';
import { rotateLines } from './rotations.ts';

const MOST_SWEEPS = 60;
const NEGLIGIBLE = 1e-15;

/**
 * Turns the rows of `lines` [n, m] until they stand upright on each other, and those of `turned` [n, n] alike: one-sided
 * Jacobi rotations (Hestenes 1958), which find small singular values as exactly as large ones.
 */
function orthogonalize(lines: Float64Array, turned: Float64Array, n: number, m: number): void {
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let rotated = false;
    for (let i = 0; i < n - 1; i++) {
      for (let j = i + 1; j < n; j++) {
        let [a, b, c] = [0, 0, 0];
        for (let k = 0; k < m; k++) {
          const [x, y] = [at(lines, i * m + k), at(lines, j * m + k)];
          a += x * x;
          b += y * y;
          c += x * y;
        }
        if (Math.abs(c) <= NEGLIGIBLE * Math.sqrt(a * b)) continue;
        rotated = true;
        const zeta = (b - a) / (2 * c);
        const t = Math.sign(zeta || 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cosine = 1 / Math.hypot(1, t);
        rotateLines(lines, i * m, j * m, 1, m, cosine, -cosine * t);
        rotateLines(turned, i * n, j * n, 1, n, cosine, -cosine * t);
      }
    }
    if (!rotated) return;
  }
}

/** Orthonormal rows that complete `rows` (of which the first `known` are orthonormal) in a space of m dimensions. */
function complete(rows: Float64Array, known: number, count: number, m: number): void {
  const columns = new Float64Array(m * known);
  for (let i = 0; i < known; i++) for (let k = 0; k < m; k++) columns[k * known + i] = at(rows, i * m + k);
  const { q } = householderQr(columns, m, known, m);
  for (let i = known; i < count; i++) for (let k = 0; k < m; k++) rows[i * m + k] = at(q, k * m + i);
}

export interface SingularValues {
  /** Columns: [m, k], or [m, m] when all are wanted. */
  readonly u: Float64Array;
  /** Descending. */
  readonly s: Float64Array;
  /** Rows: [k, n], or [n, n]. */
  readonly v: Float64Array;
}

/** x = u diag(s) v for a row-major [m, n] matrix. The greatest entry of each row of v is positive. */
export function singularValues(x: Float64Array, m: number, n: number, full: boolean): SingularValues {
  if (m < n) {
    const flipped = singularValues(transposed(x, m, n), n, m, full);
    const rows = full ? n : m;
    return { u: transposed(flipped.v, m, m), s: flipped.s, v: transposed(flipped.u, n, rows) };
  }
  const lines = transposed(x, m, n);
  const turned = new Float64Array(n * n);
  for (let i = 0; i < n; i++) turned[i * n + i] = 1;
  orthogonalize(lines, turned, n, m);
  const sizes = Array.from({ length: n }, (_, i) => Math.hypot(...lines.subarray(i * m, (i + 1) * m)));
  const order = Array.from(sizes.keys()).sort((i, j) => at(sizes, j) - at(sizes, i));
  const count = full ? m : n;
  const u = new Float64Array(count * m);
  const v = new Float64Array(n * n);
  const s = Float64Array.from(order, (i) => at(sizes, i));
  const least = (s[0] ?? 0) * NEGLIGIBLE;
  let known = 0;
  order.forEach((from, i) => {
    const row = turned.subarray(from * n, (from + 1) * n);
    const greatest = row.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    const sign = greatest < 0 ? -1 : 1;
    for (let k = 0; k < n; k++) v[i * n + k] = sign * at(row, k);
    if (at(s, i) <= least) return;
    known = i + 1;
    for (let k = 0; k < m; k++) u[i * m + k] = (sign * at(lines, from * m + k)) / at(s, i);
  });
  if (known < count) complete(u, known, count, m);
  return { u: transposed(u, count, m), s, v };
}

/** The transpose of a row-major [m, n] matrix. */
function transposed(x: Float64Array, m: number, n: number): Float64Array {
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) result[j * m + i] = at(x, i * n + j);
  return result;
}
