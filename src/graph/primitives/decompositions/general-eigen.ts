import { at } from '../../../support/shape.ts';

/** A square complex matrix, row by row. */
class ComplexMatrix {
  readonly n: number;
  readonly re: Float64Array;
  readonly im: Float64Array;

  constructor(n: number, re: Float64Array) {
    this.n = n;
    this.re = re;
    this.im = new Float64Array(n * n);
  }

  /**
   * Rotates two rows (or columns): p becomes c p + s q, and q becomes c q - s̄ p, with a real c; for columns s is
   * conjugated.
   */
  rotate(lines: 'rows' | 'columns', p: number, q: number, c: number, sRe: number, sIm: number): void {
    const [step, stride] = lines === 'rows' ? [1, this.n] : [this.n, 1];
    const sign = lines === 'rows' ? 1 : -1;
    const [s, t] = [sRe, sign * sIm];
    for (let i = 0; i < this.n; i++) {
      const [a, b] = [p * stride + i * step, q * stride + i * step];
      const [aRe, aIm, bRe, bIm] = [at(this.re, a), at(this.im, a), at(this.re, b), at(this.im, b)];
      this.re[a] = c * aRe + s * bRe - t * bIm;
      this.im[a] = c * aIm + s * bIm + t * bRe;
      this.re[b] = c * bRe - s * aRe - t * aIm;
      this.im[b] = c * bIm - s * aIm + t * aRe;
    }
  }
}

/** Householder's reduction to a matrix with zeros below the first subdiagonal: x = q h q'. */
function hessenberg(x: Float64Array, n: number): { h: Float64Array; q: Float64Array } {
  const h = Float64Array.from(x);
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  const v = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm = Math.hypot(norm, at(h, i * n + k));
    const first = at(h, (k + 1) * n + k);
    if (norm === Math.abs(first)) continue;
    v.fill(0);
    for (let i = k + 1; i < n; i++) v[i] = at(h, i * n + k);
    v[k + 1] = first + (first < 0 ? -norm : norm);
    const square = v.reduce((sum, value) => sum + value * value, 0);
    const reflect = (matrix: Float64Array, position: (i: number, line: number) => number) => {
      for (let line = 0; line < n; line++) {
        let projection = 0;
        for (let i = k + 1; i < n; i++) projection += at(v, i) * at(matrix, position(i, line));
        for (let i = k + 1; i < n; i++) {
          const index = position(i, line);
          matrix[index] = at(matrix, index) - (2 * projection * at(v, i)) / square;
        }
      }
    };
    reflect(h, (i, line) => i * n + line);
    reflect(h, (i, line) => line * n + i);
    reflect(q, (i, line) => line * n + i);
  }
  return { h, q };
}

const sqrtComplex = (re: number, im: number): [number, number] => {
  const size = Math.hypot(re, im);
  const root = Math.sqrt((size + Math.abs(re)) / 2);
  if (root === 0) return [0, 0];
  return re >= 0 ? [root, im / (2 * root)] : [Math.abs(im) / (2 * root), im < 0 ? -root : root];
};

const divide = (aRe: number, aIm: number, bRe: number, bIm: number): [number, number] => {
  const square = bRe * bRe + bIm * bIm;
  return [(aRe * bRe + aIm * bIm) / square, (aIm * bRe - aRe * bIm) / square];
};

/** The eigenvalue of the block of rows and columns m - 1 and m that is closer to its last entry (Wilkinson's shift). */
function shiftOf({ re, im, n }: ComplexMatrix, m: number): [number, number] {
  const [a, b, c, d] = [(m - 1) * n + m - 1, (m - 1) * n + m, m * n + m - 1, m * n + m];
  const half: [number, number] = [(at(re, a) - at(re, d)) / 2, (at(im, a) - at(im, d)) / 2];
  const product: [number, number] = [
    at(re, b) * at(re, c) - at(im, b) * at(im, c),
    at(re, b) * at(im, c) + at(im, b) * at(re, c),
  ];
  let [rootRe, rootIm] = sqrtComplex(
    half[0] * half[0] - half[1] * half[1] + product[0],
    2 * half[0] * half[1] + product[1],
  );
  if (half[0] * rootRe + half[1] * rootIm < 0) [rootRe, rootIm] = [-rootRe, -rootIm];
  const [sumRe, sumIm] = [half[0] + rootRe, half[1] + rootIm];
  if (sumRe === 0 && sumIm === 0) return [at(re, d), at(im, d)];
  const [qRe, qIm] = divide(product[0], product[1], sumRe, sumIm);
  return [at(re, d) - qRe, at(im, d) - qIm];
}

const EPSILON = 2 ** -52;
const MOST_STEPS = 60;

/** QR steps with a shift that make an upper Hessenberg matrix triangular; z takes the same rotations of columns. */
function triangularize(t: ComplexMatrix, z: ComplexMatrix): void {
  const { n, re, im } = t;
  const sizeAt = (i: number, j: number) => Math.abs(at(re, i * n + j)) + Math.abs(at(im, i * n + j));
  let m = n - 1;
  let steps = 0;
  while (m > 0 && steps < MOST_STEPS * n) {
    let start = m;
    while (start > 0 && sizeAt(start, start - 1) > EPSILON * (sizeAt(start, start) + sizeAt(start - 1, start - 1)))
      start--;
    if (start > 0) re[start * n + start - 1] = im[start * n + start - 1] = 0;
    if (start === m) {
      m--;
      steps = 0;
      continue;
    }
    steps++;
    // Where a shift leads in a circle, as for a cyclic permutation, another one leads out of it.
    const [shiftRe, shiftIm] =
      steps % 10 === 0 ? [at(re, m * n + m) + sizeAt(m, m - 1), at(im, m * n + m)] : shiftOf(t, m);
    for (let i = start; i <= m; i++) {
      re[i * n + i] = at(re, i * n + i) - shiftRe;
      im[i * n + i] = at(im, i * n + i) - shiftIm;
    }
    const rotations: [number, number, number][] = [];
    for (let k = start; k < m; k++) {
      const [p, q] = [k * n + k, (k + 1) * n + k];
      const [aRe, aIm, bRe, bIm] = [at(re, p), at(im, p), at(re, q), at(im, q)];
      const [sizeA, size] = [Math.hypot(aRe, aIm), Math.hypot(aRe, aIm, bRe, bIm)];
      const c = size === 0 ? 1 : sizeA / size;
      // s = phase(a) b̄ / size, so that the lower entry becomes 0.
      const [uRe, uIm] = sizeA === 0 ? [1, 0] : [aRe / sizeA, aIm / sizeA];
      const s: [number, number] =
        size === 0 ? [0, 0] : [(uRe * bRe + uIm * bIm) / size, (uIm * bRe - uRe * bIm) / size];
      t.rotate('rows', k, k + 1, c, s[0], s[1]);
      rotations.push([c, s[0], s[1]]);
    }
    rotations.forEach(([c, sRe, sIm], i) => {
      t.rotate('columns', start + i, start + i + 1, c, sRe, sIm);
      z.rotate('columns', start + i, start + i + 1, c, sRe, sIm);
    });
    for (let i = start; i <= m; i++) {
      re[i * n + i] = at(re, i * n + i) + shiftRe;
      im[i * n + i] = at(im, i * n + i) + shiftIm;
    }
  }
}

export interface GeneralEigen {
  /** Real and imaginary parts of the eigenvalues. */
  readonly values: readonly [Float64Array, Float64Array];
  /** Real and imaginary parts of the eigenvectors, as columns. */
  readonly vectors: readonly [Float64Array, Float64Array];
}

/**
 * Eigenvalues and eigenvectors of a row-major [n, n] matrix, by the QR algorithm on complex numbers (Golub and Van Loan
 * 2013, 7.5). Vectors have length 1, and their largest component is real and positive.
 */
export function generalEigen(x: Float64Array, n: number): GeneralEigen {
  const { h, q } = hessenberg(x, n);
  const [t, z] = [new ComplexMatrix(n, h), new ComplexMatrix(n, q)];
  triangularize(t, z);
  const scale = x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const least = EPSILON * Math.max(scale, 1e-300);
  const values: [Float64Array, Float64Array] = [new Float64Array(n), new Float64Array(n)];
  const vectors: [Float64Array, Float64Array] = [new Float64Array(n * n), new Float64Array(n * n)];
  for (let k = 0; k < n; k++) {
    const [valueRe, valueIm] = [at(t.re, k * n + k), at(t.im, k * n + k)];
    values[0][k] = valueRe;
    // Eigenvalues of real matrices are real or pairs: what is left of an imaginary part is rounding.
    values[1][k] = Math.abs(valueIm) <= 64 * n * least ? 0 : valueIm;
    // Back substitution: (t - value) y = 0 with y_k = 1.
    const [yRe, yIm] = [new Float64Array(n), new Float64Array(n)];
    yRe[k] = 1;
    for (let i = k - 1; i >= 0; i--) {
      let [sumRe, sumIm] = [0, 0];
      for (let j = i + 1; j <= k; j++) {
        const p = i * n + j;
        sumRe += at(t.re, p) * at(yRe, j) - at(t.im, p) * at(yIm, j);
        sumIm += at(t.re, p) * at(yIm, j) + at(t.im, p) * at(yRe, j);
      }
      let [gapRe, gapIm] = [valueRe - at(t.re, i * n + i), valueIm - at(t.im, i * n + i)];
      if (Math.abs(gapRe) + Math.abs(gapIm) < least) [gapRe, gapIm] = [least, 0];
      [yRe[i], yIm[i]] = divide(sumRe, sumIm, gapRe, gapIm);
    }
    const [vRe, vIm] = [new Float64Array(n), new Float64Array(n)];
    let [square, largest] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= k; j++) {
        const p = i * n + j;
        vRe[i] = at(vRe, i) + at(z.re, p) * at(yRe, j) - at(z.im, p) * at(yIm, j);
        vIm[i] = at(vIm, i) + at(z.re, p) * at(yIm, j) + at(z.im, p) * at(yRe, j);
      }
      const size = at(vRe, i) ** 2 + at(vIm, i) ** 2;
      square += size;
      if (size > at(vRe, largest) ** 2 + at(vIm, largest) ** 2) largest = i;
    }
    const size = Math.hypot(at(vRe, largest), at(vIm, largest));
    const [phaseRe, phaseIm] = [at(vRe, largest) / size, at(vIm, largest) / size];
    for (let i = 0; i < n; i++) {
      const length = Math.sqrt(square);
      vectors[0][i * n + k] = (at(vRe, i) * phaseRe + at(vIm, i) * phaseIm) / length;
      vectors[1][i * n + k] = (at(vIm, i) * phaseRe - at(vRe, i) * phaseIm) / length;
    }
  }
  return { values, vectors };
}
