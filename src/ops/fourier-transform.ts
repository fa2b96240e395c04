import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { matrixProduct } from '../graph/primitives/matrix-terms.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import { Storage } from '../tensor/storage.ts';
import { part, scaled } from './node-terms.ts';

/** Complex values as two nodes; `im` is null where all imaginary parts are 0. */
export interface ComplexNode {
  readonly re: Node;
  readonly im: Node | null;
}

/** A transform up to this length is a product with a matrix of cosines and sines. */
const DIRECT = 64;

/** Numbers that are computed in double precision while the graph is built. */
const table = (shape: readonly number[], value: (...index: number[]) => number): Node => {
  const columns = shape[1] ?? 1;
  const values = range(sizeOf(shape)).map((i) => value(Math.floor(i / columns), i % columns));
  return Storage.from(values, shape, 'float32').node;
};

/** cos and sin of sign 2 pi i j / n, where i j is reduced first. */
const roots = (shape: readonly [number, number], n: number, sign: number): [Node, Node] => {
  const angle = (i: number, j: number) => (2 * Math.PI * ((i * j) % n)) / n;
  return [table(shape, (i, j) => Math.cos(angle(i, j))), table(shape, (i, j) => sign * Math.sin(angle(i, j)))];
};

const difference = (a: Node, b: Node | null): Node => (b === null ? a : g.sub(a, b));
const sum = (a: Node, b: Node | null): Node => (b === null ? a : g.add(a, b));

/** (a + b i) (c + d i), elementwise. */
function multiply({ re, im }: ComplexNode, c: Node, d: Node): ComplexNode {
  const by = (x: Node | null, y: Node) => (x === null ? null : g.mul(x, g.broadcastTo(y, x.shape)));
  return { re: difference(by(re, c) ?? re, by(im, d)), im: sum(by(re, d) ?? re, by(im, c)) };
}

/** Multiplies matrices [rows, k] by constant ones [k, n]. */
function times({ re, im }: ComplexNode, c: Node, d: Node): ComplexNode {
  const by = (x: Node | null, y: Node) => (x === null ? null : matrixProduct(x, y));
  return { re: difference(by(re, c) ?? re, by(im, d)), im: sum(by(re, d) ?? re, by(im, c)) };
}

const each = ({ re, im }: ComplexNode, f: (x: Node) => Node): ComplexNode => ({
  re: f(re),
  im: im === null ? null : f(im),
});

/** The largest divisor of n up to the length of a direct transform; 1 for a larger prime. */
const divisorOf = (n: number): number => {
  for (let d = Math.min(DIRECT, n - 1); d > 1; d--) if (n % d === 0) return d;
  return 1;
};

/**
 * The discrete Fourier transform of rows [rows, n]: X_k = sum of x_j exp(sign 2 pi i j k / n). Short ones are products
 * with a matrix, others are divided into two shorter ones (Cooley and Tukey 1965), prime lengths become a convolution
 * (Bluestein 1970). Gradients follow from the parts.
 */
function transformRows(x: ComplexNode, sign: number): ComplexNode {
  const [rows, n] = [at(x.re.shape, 0), at(x.re.shape, 1)];
  if (n <= DIRECT) return times(x, ...roots([n, n], n, sign));
  const a = divisorOf(n);
  if (a === 1) return bluestein(x, sign);
  const b = n / a;
  // j = j1 b + j2 and k = k1 + a k2: transforms over j1, a turn by j2 k1, transforms over j2.
  const columns = each(x, (v) => g.reshape(g.transpose(g.reshape(v, [rows, a, b]), [0, 2, 1]), [rows * b, a]));
  const first = each(times(columns, ...roots([a, a], a, sign)), (v) => g.reshape(v, [rows, b, a]));
  const turned = multiply(first, ...roots([b, a], n, sign));
  const lines = each(turned, (v) => g.reshape(g.transpose(v, [0, 2, 1]), [rows * a, b]));
  return each(transformRows(lines, sign), (v) =>
    g.reshape(g.transpose(g.reshape(v, [rows, a, b]), [0, 2, 1]), [rows, n]),
  );
}

/** j k = (j² + k² - (k - j)²) / 2 makes a convolution of the sum, which a transform of a longer, even length computes. */
function bluestein(x: ComplexNode, sign: number): ComplexNode {
  const [rows, n] = [at(x.re.shape, 0), at(x.re.shape, 1)];
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const angle = (j: number) => (sign * Math.PI * ((j * j) % (2 * n))) / n;
  const chirp = (f: (angle: number) => number) => table([1, n], (_, j) => f(angle(j)));
  const [cosine, sine] = [chirp(Math.cos), chirp(Math.sin)];
  /** The distance from 0 of an index that runs around. */
  const around = (j: number) => Math.min(j, size - j);
  const filter = (f: (angle: number) => number) =>
    table([1, size], (_, j) => (around(j) < n ? f(-angle(around(j))) : 0));
  const padded = each(multiply(x, cosine, sine), (v) => g.pad(v, [0, 0], [0, size - n]));
  const [signal, response] = [
    transformRows(padded, -1),
    transformRows({ re: filter(Math.cos), im: filter(Math.sin) }, -1),
  ];
  const product = multiply(signal, response.re, response.im ?? g.zerosLike(response.re));
  const back = each(transformRows(product, 1), (v) => scaled(part(v, 1, 0, n), 1 / size));
  const result = multiply(back, cosine, sine);
  return rows === 0 ? x : result;
}

/** The discrete Fourier transform along the last axis: sign -1 forward, 1 back (without the division by n). */
export function transformLast(x: ComplexNode, sign: 1 | -1): { re: Node; im: Node } {
  const { shape } = x.re;
  const n = at(shape, shape.length - 1);
  const rows = sizeOf(shape.slice(0, -1));
  const { re, im } = transformRows(
    each(x, (v) => g.reshape(v, [rows, n])),
    sign,
  );
  return { re: g.reshape(re, shape), im: g.reshape(im ?? g.zerosLike(re), shape) };
}
