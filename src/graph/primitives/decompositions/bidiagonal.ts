import { at } from '../../../support/shape.ts';
import { withSign } from './rotations.ts';

export interface Bidiagonal {
  /** The diagonal, and what stands right of it. */
  readonly d: Float64Array;
  readonly e: Float64Array;
  /** Orthogonal [m, m], columns. */
  readonly u: Float64Array;
  /** Orthogonal [n, n], rows. */
  readonly v: Float64Array;
}

/** A Householder reflection I - tau w w' that brings the vector (alpha, rest) to (beta, 0): LAPACK's larfg. */
function reflector(values: readonly number[]): { w: number[]; tau: number; beta: number } {
  const [alpha = 0, ...rest] = values;
  const norm = Math.hypot(...rest);
  if (norm === 0) return { w: [], tau: 0, beta: alpha };
  const beta = -withSign(Math.hypot(alpha, norm), alpha);
  return { w: [1, ...rest.map((x) => x / (alpha - beta))], tau: (beta - alpha) / beta, beta };
}

/** Reflects `lines` vectors of a matrix, whose elements are at `position(i, line)` for i = from, from + 1, ... */
function reflect(
  matrix: Float64Array,
  { w, tau }: { w: readonly number[]; tau: number },
  lines: number,
  position: (i: number, line: number) => number,
): void {
  if (tau === 0) return;
  for (let line = 0; line < lines; line++) {
    let projection = 0;
    w.forEach((value, i) => {
      projection += value * at(matrix, position(i, line));
    });
    w.forEach((value, i) => {
      const index = position(i, line);
      matrix[index] = at(matrix, index) - tau * projection * value;
    });
  }
}

const unit = (n: number): Float64Array => {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
};

/** x = u b v with an upper bidiagonal b, for a row-major [m, n] matrix with m >= n (LAPACK's gebd2). */
export function bidiagonalize(x: Float64Array, m: number, n: number): Bidiagonal {
  const a = Float64Array.from(x);
  const [u, v] = [unit(m), unit(n)];
  const [d, e] = [new Float64Array(n), new Float64Array(n)];
  for (let k = 0; k < n; k++) {
    const left = reflector(Array.from({ length: m - k }, (_, i) => at(a, (k + i) * n + k)));
    d[k] = left.beta;
    reflect(a, left, n, (i, column) => (k + i) * n + column);
    reflect(u, left, m, (i, row) => row * m + k + i);
    if (k === n - 1) break;
    const right = reflector(Array.from({ length: n - k - 1 }, (_, j) => at(a, k * n + k + 1 + j)));
    e[k] = right.beta;
    reflect(a, right, m, (j, row) => row * n + k + 1 + j);
    reflect(v, right, n, (j, column) => (k + 1 + j) * n + column);
  }
  return { d, e, u, v };
}
