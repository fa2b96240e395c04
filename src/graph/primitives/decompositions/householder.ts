import { at } from '../../../support/shape.ts';

/**
 * Householder QR of a row-major [m, n] matrix: q [m, k] with orthonormal columns and upper triangular r [k, n], where k
 * is min(m, n) columns, or m of them when all are wanted. The signs are LAPACK's.
 */
export function householderQr(
  x: Float64Array,
  m: number,
  n: number,
  columns: number,
): { q: Float64Array; r: Float64Array } {
  const work = Float64Array.from(x);
  const full = new Float64Array(m * m);
  for (let i = 0; i < m; i++) full[i * m + i] = 1;
  const v = new Float64Array(m);
  for (let k = 0; k < Math.min(m - 1, n); k++) {
    let norm = 0;
    for (let i = k; i < m; i++) norm = Math.hypot(norm, at(work, i * n + k));
    const pivot = at(work, k * n + k);
    if (norm === Math.abs(pivot)) continue;
    let length = 0;
    for (let i = k; i < m; i++) {
      v[i] = at(work, i * n + k) + (i === k ? (pivot < 0 ? -norm : norm) : 0);
      length += at(v, i) ** 2;
    }
    const reflect = (matrix: Float64Array, lines: number, position: (i: number, line: number) => number) => {
      for (let line = 0; line < lines; line++) {
        let projection = 0;
        for (let i = k; i < m; i++) projection += at(v, i) * at(matrix, position(i, line));
        projection *= 2 / length;
        for (let i = k; i < m; i++) {
          const index = position(i, line);
          matrix[index] = at(matrix, index) - projection * at(v, i);
        }
      }
    };
    reflect(work, n, (i, line) => i * n + line);
    reflect(full, m, (i, line) => line * m + i);
  }
  const q = new Float64Array(m * columns);
  for (let i = 0; i < m; i++) for (let j = 0; j < columns; j++) q[i * columns + j] = at(full, i * m + j);
  const r = new Float64Array(columns * n);
  for (let i = 0; i < columns; i++) for (let j = i; j < n; j++) r[i * n + j] = at(work, i * n + j);
  return { q, r };
}
