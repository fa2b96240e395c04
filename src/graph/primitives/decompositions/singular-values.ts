import { at } from '../../../support/shape.ts';
import { type Bidiagonal, bidiagonalize } from './bidiagonal.ts';
import { EPSILON, rotateLines, rotation, withSign } from './rotations.ts';
import { smallerSingularValue, triangleSvd } from './triangle-svd.ts';

/** What beside the diagonal counts as nothing, relative to the diagonal. */
const TOLERANCE = 10 * EPSILON;
const MOST_STEPS = 6;

/** Implicit QR steps that make a bidiagonal matrix diagonal, in the order of LAPACK's bdsqr, whose signs result. */
class Diagonalization {
  readonly #d: Float64Array;
  readonly #e: Float64Array;
  readonly #turnLeft: (i: number, c: number, s: number) => void;
  readonly #turnRight: (i: number, c: number, s: number) => void;
  #threshold = 0;

  constructor({ d, e, u, v }: Bidiagonal, m: number, n: number) {
    this.#d = d;
    this.#e = e;
    this.#turnLeft = (i, c, s) => rotateLines(u, i, i + 1, m, m, c, s);
    this.#turnRight = (i, c, s) => rotateLines(v, i * n, (i + 1) * n, 1, n, c, s);
  }

  run(n: number): void {
    const [d, e] = [this.#d, this.#e];
    let least = Math.abs(d[0] ?? 0);
    let running = least;
    for (let i = 1; i < n; i++) {
      running = Math.abs(at(d, i)) * (running / (running + Math.abs(at(e, i - 1)))) || 0;
      least = Math.min(least, running);
    }
    this.#threshold = Math.max((TOLERANCE * least) / Math.sqrt(n), 2 ** -126 * MOST_STEPS * n * n);
    let end = n - 1;
    let [oldStart, oldEnd, down] = [-1, -1, true];
    for (let step = MOST_STEPS * n * n; end > 0 && step > 0; step--) {
      let start = end;
      while (start > 0 && Math.abs(at(e, start - 1)) > this.#threshold) start--;
      if (start > 0) e[start - 1] = 0;
      if (start === end) {
        end--;
        continue;
      }
      if (start === end - 1) {
        this.#finishPair(start);
        end -= 2;
        continue;
      }
      // From the larger end to the smaller one; a block that goes on keeps its direction.
      if (start > oldEnd || end < oldStart) down = Math.abs(at(d, start)) >= Math.abs(at(d, end));
      const smallest = this.#deflate(start, end, down);
      if (smallest === null) continue;
      [oldStart, oldEnd] = [start, end];
      this.#sweep(start, end, down, this.#shift(start, end, down, smallest, n));
    }
  }

  #finishPair(i: number): void {
    const { larger, smaller, left, right } = triangleSvd(at(this.#d, i), at(this.#e, i), at(this.#d, i + 1));
    this.#d[i] = larger;
    this.#e[i] = 0;
    this.#d[i + 1] = smaller;
    this.#turnRight(i, right.c, right.s);
    this.#turnLeft(i, left.c, left.s);
  }

  /** Sets one negligible element to 0 and gives null, or else a lower bound of the smallest singular value. */
  #deflate(start: number, end: number, down: boolean): number | null {
    const [d, e] = [this.#d, this.#e];
    const [far, farEntry] = down ? [end - 1, end] : [start, start];
    if (Math.abs(at(e, far)) <= TOLERANCE * Math.abs(at(d, farEntry))) {
      e[far] = 0;
      return null;
    }
    let running = Math.abs(at(d, down ? start : end));
    let smallest = running;
    for (let k = start; k < end; k++) {
      const i = down ? k : end - 1 - (k - start);
      if (Math.abs(at(e, i)) <= TOLERANCE * running) {
        e[i] = 0;
        return null;
      }
      running = Math.abs(at(d, down ? i + 1 : i)) * (running / (running + Math.abs(at(e, i))));
      smallest = Math.min(smallest, running);
    }
    return smallest;
  }

  #shift(start: number, end: number, down: boolean, smallest: number, n: number): number {
    const [d, e] = [this.#d, this.#e];
    let greatest = Math.abs(at(d, end));
    for (let i = start; i < end; i++) greatest = Math.max(greatest, Math.abs(at(d, i)), Math.abs(at(e, i)));
    if (n * TOLERANCE * (smallest / greatest) <= Math.max(EPSILON, 0.01 * TOLERANCE)) return 0;
    const shift = down
      ? smallerSingularValue(at(d, end - 1), at(e, end - 1), at(d, end))
      : smallerSingularValue(at(d, start), at(e, start), at(d, start + 1));
    const first = Math.abs(at(d, down ? start : end));
    return first > 0 && (shift / first) ** 2 < EPSILON ? 0 : shift;
  }

  #sweep(start: number, end: number, down: boolean, shift: number): void {
    if (shift === 0) this.#sweepUnshifted(start, end, down);
    else this.#sweepShifted(start, end, down, shift);
    const last = down ? end - 1 : start;
    if (Math.abs(at(this.#e, last)) <= this.#threshold) this.#e[last] = 0;
  }

  #sweepUnshifted(start: number, end: number, down: boolean): void {
    const [d, e] = [this.#d, this.#e];
    let [c, oldC, oldS] = [1, 1, 0];
    for (let k = 0; k < end - start; k++) {
      const i = down ? start + k : end - k;
      const [next, beside] = down ? [i + 1, i] : [i - 1, i - 1];
      const first = rotation(at(d, i) * c, at(e, beside));
      if (k > 0) e[down ? i - 1 : i] = oldS * first.r;
      const second = rotation(oldC * first.r, at(d, next) * first.s);
      d[i] = second.r;
      [c, oldC, oldS] = [first.c, second.c, second.s];
      if (down) {
        this.#turnRight(i, first.c, first.s);
        this.#turnLeft(i, second.c, second.s);
      } else {
        this.#turnRight(i - 1, second.c, -second.s);
        this.#turnLeft(i - 1, first.c, -first.s);
      }
    }
    const last = down ? end : start;
    const h = at(d, last) * c;
    d[last] = h * oldC;
    e[down ? end - 1 : start] = h * oldS;
  }

  #sweepShifted(start: number, end: number, down: boolean, shift: number): void {
    const [d, e] = [this.#d, this.#e];
    const origin = at(d, down ? start : end);
    let f = (Math.abs(origin) - shift) * (withSign(1, origin) + shift / origin);
    let g = at(e, down ? start : end - 1);
    for (let k = 0; k < end - start; k++) {
      const i = down ? start + k : end - k;
      const [next, beside] = down ? [i + 1, i] : [i - 1, i - 1];
      const first = rotation(f, g);
      if (k > 0) e[down ? i - 1 : i] = first.r;
      f = first.c * at(d, i) + first.s * at(e, beside);
      e[beside] = first.c * at(e, beside) - first.s * at(d, i);
      g = first.s * at(d, next);
      d[next] = first.c * at(d, next);
      const second = rotation(f, g);
      d[i] = second.r;
      f = second.c * at(e, beside) + second.s * at(d, next);
      d[next] = second.c * at(d, next) - second.s * at(e, beside);
      if (k < end - start - 1) {
        const after = down ? i + 1 : i - 2;
        g = second.s * at(e, after);
        e[after] = second.c * at(e, after);
      }
      if (down) {
        this.#turnRight(i, first.c, first.s);
        this.#turnLeft(i, second.c, second.s);
      } else {
        this.#turnRight(i - 1, second.c, -second.s);
        this.#turnLeft(i - 1, first.c, -first.s);
      }
    }
    e[down ? end - 1 : start] = f;
  }
}

export interface SingularValues {
  /** Columns: [m, k], or [m, m] when all are wanted. */
  readonly u: Float64Array;
  /** Descending. */
  readonly s: Float64Array;
  /** Rows: [k, n], or [n, n]. */
  readonly v: Float64Array;
}

/** x = u diag(s) v for a row-major [m, n] matrix (Golub and Kahan 1965), with the signs that LAPACK gives small ones. */
export function singularValues(x: Float64Array, m: number, n: number, full: boolean): SingularValues {
  if (m < n) {
    const flipped = singularValues(transposed(x, m, n), n, m, full);
    return { u: transposed(flipped.v, m, m), s: flipped.s, v: transposed(flipped.u, n, full ? n : m) };
  }
  const parts = bidiagonalize(x, m, n);
  new Diagonalization(parts, m, n).run(n);
  const order = Array.from(parts.d.keys()).sort((i, j) => Math.abs(at(parts.d, j)) - Math.abs(at(parts.d, i)));
  const columns = full ? m : n;
  const [u, s, v] = [new Float64Array(m * columns), new Float64Array(n), new Float64Array(n * n)];
  for (let j = 0; j < columns; j++) {
    const from = order[j] ?? j;
    for (let i = 0; i < m; i++) u[i * columns + j] = at(parts.u, i * m + from);
  }
  order.forEach((from, i) => {
    s[i] = Math.abs(at(parts.d, from));
    const sign = at(parts.d, from) < 0 ? -1 : 1;
    for (let j = 0; j < n; j++) v[i * n + j] = sign * at(parts.v, from * n + j);
  });
  return { u, s, v };
}

/** The transpose of a row-major [m, n] matrix. */
function transposed(x: Float64Array, m: number, n: number): Float64Array {
  const result = new Float64Array(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) result[j * m + i] = at(x, i * n + j);
  return result;
}
