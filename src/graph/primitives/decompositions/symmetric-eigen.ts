import { at } from '../../../support/shape.ts';
import { EPSILON, rotateLines, rotation, withSign } from './rotations.ts';

interface Tridiagonal {
  readonly d: Float64Array;
  readonly e: Float64Array;
  readonly q: Float64Array;
}

/** Householder's reduction q' a q = tridiagonal (diagonal d, beside it e), from the lower triangle (LAPACK's sytd2). */
function tridiagonalize(x: Float64Array, n: number): Tridiagonal {
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) a[i * n + j] = (at(x, i * n + j) + at(x, j * n + i)) / 2;
  const q = new Float64Array(n * n);
  for (let i = 0; i < n; i++) q[i * n + i] = 1;
  const e = new Float64Array(n);
  const v = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    const alpha = at(a, (k + 1) * n + k);
    let rest = 0;
    for (let i = k + 2; i < n; i++) rest = Math.hypot(rest, at(a, i * n + k));
    e[k] = alpha;
    if (rest === 0) continue;
    const beta = -withSign(Math.hypot(alpha, rest), alpha);
    const tau = (beta - alpha) / beta;
    v.fill(0);
    v[k + 1] = 1;
    for (let i = k + 2; i < n; i++) v[i] = at(a, i * n + k) / (alpha - beta);
    e[k] = beta;
    const apply = (matrix: Float64Array, position: (i: number, line: number) => number) => {
      for (let line = 0; line < n; line++) {
        let projection = 0;
        for (let i = k + 1; i < n; i++) projection += at(v, i) * at(matrix, position(i, line));
        for (let i = k + 1; i < n; i++) {
          const index = position(i, line);
          matrix[index] = at(matrix, index) - tau * projection * at(v, i);
        }
      }
    };
    apply(a, (i, line) => i * n + line);
    apply(a, (i, line) => line * n + i);
    apply(q, (i, line) => line * n + i);
  }
  return { d: Float64Array.from({ length: n }, (_, i) => at(a, i * n + i)), e, q };
}

/** Eigenvalues and rotation of [[a, b], [b, c]]: (c1, s1) is the eigenvector of the larger one in size (LAPACK's laev2). */
function twoByTwo(a: number, b: number, c: number): { larger: number; smaller: number; c1: number; s1: number } {
  const [sum, difference, twice] = [a + c, a - c, 2 * b];
  const root = Math.hypot(difference, twice);
  const [most, least] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a];
  const larger = sum === 0 ? root / 2 : (sum + withSign(root, sum)) / 2;
  const smaller = sum === 0 ? -root / 2 : (most / larger) * least - (b / larger) * b;
  const cosine = difference >= 0 ? difference + root : difference - root;
  let [c1, s1] = [1, 0];
  if (Math.abs(cosine) > Math.abs(twice)) {
    const cotangent = -twice / cosine;
    s1 = 1 / Math.hypot(1, cotangent);
    c1 = cotangent * s1;
  } else if (twice !== 0) {
    const tangent = -cosine / twice;
    c1 = 1 / Math.hypot(1, tangent);
    s1 = tangent * c1;
  }
  return sum >= 0 === difference >= 0 ? { larger, smaller, c1: -s1, s1: c1 } : { larger, smaller, c1, s1 };
}

/** Implicit QL and QR steps on a tridiagonal matrix, whose rotations are applied to the columns of z (LAPACK's steqr). */
function iterate({ d, e, q: z }: Tridiagonal, n: number): void {
  const rotate = (j: number, c: number, s: number) => rotateLines(z, j, j + 1, n, n, c, s);
  const negligible = (i: number) => at(e, i) ** 2 <= EPSILON ** 2 * Math.abs(at(d, i) * at(d, i + 1));
  let start = 0;
  while (start < n) {
    if (start > 0) e[start - 1] = 0;
    let end = start;
    while (end < n - 1 && Math.abs(at(e, end)) > EPSILON * Math.sqrt(Math.abs(at(d, end) * at(d, end + 1)))) end++;
    if (end < n - 1) e[end] = 0;
    const block = { from: start, to: end };
    start = end + 1;
    // The side with the smaller entry converges first.
    if (Math.abs(at(d, block.to)) < Math.abs(at(d, block.from))) sweepDown(d, e, block, negligible, rotate);
    else sweepUp(d, e, block, negligible, rotate);
  }
}

type Rotate = (column: number, c: number, s: number) => void;
const MOST_SWEEPS = 1000;

/** QL: eigenvalues converge at the start of the block. */
function sweepUp(
  d: Float64Array,
  e: Float64Array,
  block: { from: number; to: number },
  negligible: (i: number) => boolean,
  rotate: Rotate,
): void {
  let l = block.from;
  for (let sweep = 0; l <= block.to && sweep < MOST_SWEEPS; sweep++) {
    let m = l;
    while (m < block.to && !negligible(m)) m++;
    if (m < block.to) e[m] = 0;
    if (m === l) l++;
    else if (m === l + 1) {
      const { larger, smaller, c1, s1 } = twoByTwo(at(d, l), at(e, l), at(d, l + 1));
      rotate(l, c1, s1);
      [d[l], d[l + 1], e[l]] = [larger, smaller, 0];
      l += 2;
    } else {
      const half = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
      let g = at(d, m) - at(d, l) + at(e, l) / (half + withSign(Math.hypot(half, 1), half));
      let [s, c, p] = [1, 1, 0];
      for (let i = m - 1; i >= l; i--) {
        const [f, b] = [s * at(e, i), c * at(e, i)];
        const turn = rotation(g, f);
        ({ c, s } = turn);
        if (i !== m - 1) e[i + 1] = turn.r;
        g = at(d, i + 1) - p;
        const r = (at(d, i) - g) * s + 2 * c * b;
        p = s * r;
        d[i + 1] = g + p;
        g = c * r - b;
        rotate(i, c, -s);
      }
      d[l] = at(d, l) - p;
      e[l] = g;
    }
  }
}

/** QR: eigenvalues converge at the end of the block. */
function sweepDown(
  d: Float64Array,
  e: Float64Array,
  block: { from: number; to: number },
  negligible: (i: number) => boolean,
  rotate: Rotate,
): void {
  let l = block.to;
  for (let sweep = 0; l >= block.from && sweep < MOST_SWEEPS; sweep++) {
    let m = l;
    while (m > block.from && !negligible(m - 1)) m--;
    if (m > block.from) e[m - 1] = 0;
    if (m === l) l--;
    else if (m === l - 1) {
      const { larger, smaller, c1, s1 } = twoByTwo(at(d, l - 1), at(e, l - 1), at(d, l));
      rotate(l - 1, c1, s1);
      [d[l - 1], d[l], e[l - 1]] = [larger, smaller, 0];
      l -= 2;
    } else {
      const half = (at(d, l - 1) - at(d, l)) / (2 * at(e, l - 1));
      let g = at(d, m) - at(d, l) + at(e, l - 1) / (half + withSign(Math.hypot(half, 1), half));
      let [s, c, p] = [1, 1, 0];
      for (let i = m; i < l; i++) {
        const [f, b] = [s * at(e, i), c * at(e, i)];
        const turn = rotation(g, f);
        ({ c, s } = turn);
        if (i !== m) e[i - 1] = turn.r;
        g = at(d, i) - p;
        const r = (at(d, i + 1) - g) * s + 2 * c * b;
        p = s * r;
        d[i] = g + p;
        g = c * r - b;
        rotate(i, c, s);
      }
      d[l] = at(d, l) - p;
      e[l - 1] = g;
    }
  }
}

/**
 * Eigenvalues of a symmetric [n, n] matrix in ascending order, and eigenvectors as the columns of [n, n], with LAPACK's
 * signs for matrices up to 25 (larger ones are divided there first).
 */
export function symmetricEigen(x: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const reduced = tridiagonalize(x, n);
  iterate(reduced, n);
  const order = Array.from(reduced.d.keys()).sort((i, j) => at(reduced.d, i) - at(reduced.d, j));
  const vectors = new Float64Array(n * n);
  order.forEach((column, j) => {
    for (let i = 0; i < n; i++) vectors[i * n + j] = at(reduced.q, i * n + column);
  });
  return { values: Float64Array.from(order, (i) => at(reduced.d, i)), vectors };
}
