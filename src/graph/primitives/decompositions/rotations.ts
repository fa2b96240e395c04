import { at } from '../../../support/shape.ts';

/** A plane rotation (c, s) with c f + s g = r and c g - s f = 0, where c is not negative: LAPACK's lartg. */
export function rotation(f: number, g: number): { c: number; s: number; r: number } {
  if (g === 0) return { c: 1, s: 0, r: f };
  if (f === 0) return { c: 0, s: Math.sign(g), r: Math.abs(g) };
  const r = Math.hypot(f, g) * Math.sign(f);
  return { c: Math.abs(f) / Math.abs(r), s: g / r, r };
}

/** Rotates two lines of a matrix: (x, y) becomes (c x + s y, c y - s x). Lines are given by start, step and length. */
export function rotateLines(
  matrix: Float64Array,
  first: number,
  second: number,
  step: number,
  length: number,
  c: number,
  s: number,
): void {
  for (let i = 0; i < length; i++) {
    const [p, q] = [first + i * step, second + i * step];
    const [x, y] = [at(matrix, p), at(matrix, q)];
    matrix[p] = c * x + s * y;
    matrix[q] = c * y - s * x;
  }
}

/** The sign of b on the size of a, as Fortran's `sign`. */
export const withSign = (a: number, b: number): number => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a));

/** Half the spacing of float32 numbers at 1: iterations stop where float32 results cannot improve. */
export const EPSILON = 2 ** -24;
