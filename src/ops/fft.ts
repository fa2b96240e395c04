import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type ComplexNode, transformLast } from './fourier-transform.ts';
import { part, scaled } from './node-terms.ts';
import { singleNode, tensor } from './operands.ts';

/** Complex values as the pair of their real and imaginary parts. */
export type RealAndImaginary = readonly [TensorLike, TensorLike];

/** The two nodes of a pair, with at least so many axes. */
export function complexPair(x: RealAndImaginary, rank: number): { re: Node; im: Node } {
  if (!Array.isArray(x) || x.length !== 2) throw badArgument('x', 'a pair [real, imaginary] of tensors', x);
  const [re, im] = [singleNode(x[0]), singleNode(x[1])];
  if (re.shape.length !== im.shape.length || re.shape.some((n, i) => n !== im.shape[i]))
    throw badArgument('x', 'a pair of tensors of one shape', [tensor(re), tensor(im)]);
  if (re.shape.length < rank) throw badArgument('x', `a pair of tensors with at least ${rank} axes`, tensor(re));
  return { re, im };
}

const pair = ({ re, im }: { re: Node; im: Node }): [Tensor, Tensor] => [tensor(re), tensor(im)];

const swapped = (x: Node): Node => {
  const rank = x.shape.length;
  return g.transpose(x, [...range(rank - 2), rank - 1, rank - 2]);
};

/** Transforms along both last axes. */
function transformBoth(x: { re: Node; im: Node }, sign: 1 | -1): { re: Node; im: Node } {
  const last = transformLast(x, sign);
  const both = transformLast({ re: swapped(last.re), im: swapped(last.im) }, sign);
  return { re: swapped(both.re), im: swapped(both.im) };
}

/**
 * The discrete Fourier transform along the last axis: X_k = sum of x_j exp(-2 pi i j k / n), for any length.
 *
 * @param x [real, imaginary]
 * @returns [real, imaginary]
 * @see https://keras.io/api/ops/fft/#fft-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [real] = ops.fft([[1, 1, 1, 1], [0, 0, 0, 0]]);
 * console.log((await real.data()).map(Math.round)); // => Float32Array(4) [ 4, 0, 0, 0 ]
 * ```
 */
export function fft(x: RealAndImaginary): [Tensor, Tensor] {
  return pair(transformLast(complexPair(x, 1), -1));
}

/**
 * The discrete Fourier transform along the last two axes.
 *
 * @param x [real, imaginary]
 * @returns [real, imaginary]
 * @see https://keras.io/api/ops/fft/#fft2-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [real] = ops.fft2([ops.ones([2, 2]), ops.zeros([2, 2])]);
 * console.log(await real.array()); // => [[4, 0], [0, 0]]
 * ```
 */
export function fft2(x: RealAndImaginary): [Tensor, Tensor] {
  return pair(transformBoth(complexPair(x, 2), -1));
}

/**
 * The inverse of `fft2`, with the division by the number of elements.
 *
 * @param x [real, imaginary]
 * @returns [real, imaginary]
 * @see https://keras.io/api/ops/fft/#ifft2-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [real] = ops.ifft2([[[4, 0], [0, 0]], ops.zeros([2, 2])]);
 * console.log(await real.array()); // => [[1, 1], [1, 1]]
 * ```
 */
export function ifft2(x: RealAndImaginary): [Tensor, Tensor] {
  const { re, im } = transformBoth(complexPair(x, 2), 1);
  const count = at(re.shape, re.shape.length - 2) * at(re.shape, re.shape.length - 1);
  return pair({ re: scaled(re, 1 / count), im: scaled(im, 1 / count) });
}

/** The last axis cut off or filled up with zeros. */
function fitLast(x: Node, extent: number): Node {
  const axis = x.shape.length - 1;
  const n = at(x.shape, axis);
  if (n >= extent) return part(x, axis, 0, extent);
  return g.pad(
    x,
    x.shape.map(() => 0),
    x.shape.map((_, i) => (i === axis ? extent - n : 0)),
  );
}

type LengthOption = number | null | { readonly fftLength?: number | null };

function lengthOf(where: string, options: LengthOption, fallback: number): number {
  const chosen = typeof options === 'number' || options === null ? { fftLength: options } : options;
  checkOptions(where, chosen, ['fftLength']);
  const length = chosen.fftLength ?? fallback;
  if (!Number.isInteger(length) || length < 1) throw badArgument('fftLength', 'null or a positive integer', length);
  return length;
}

/** The first half of the transform of real rows; the other half mirrors it. */
export function realTransform(x: Node, length: number): { re: Node; im: Node } {
  const { re, im } = transformLast({ re: fitLast(x, length), im: null }, -1);
  const bins = Math.floor(length / 2) + 1;
  return { re: fitLast(re, bins), im: fitLast(im, bins) };
}

/** The real rows of which the first half of the transform is given. */
export function inverseRealTransform(x: { re: Node; im: Node }, length: number): Node {
  const bins = Math.floor(length / 2) + 1;
  const mirrored = (v: Node) => {
    const axis = v.shape.length - 1;
    return g.flip(part(v, axis, 1, length - bins + 1), [axis]);
  };
  const [re, im] = [fitLast(x.re, bins), fitLast(x.im, bins)];
  const axis = re.shape.length - 1;
  // What is its own mirror image has no imaginary part.
  const index = g.iota(im.shape, axis);
  const own = g.eq(g.binary('rem', g.add(index, index), g.likeConstant(index, length)), g.zerosLike(index));
  const clean = g.where(own, g.zerosLike(im), im);
  const full: ComplexNode = {
    re: g.concat([re, mirrored(re)], axis),
    im: g.concat([clean, g.neg(mirrored(clean))], axis),
  };
  return scaled(transformLast(full, 1).re, 1 / length);
}

/**
 * The discrete Fourier transform of real values along the last axis: its first n / 2 + 1 elements, which determine the
 * others.
 *
 * @param options `{ fftLength }` or that alone: cuts the axis off there, or fills it up with zeros
 * @returns [real, imaginary]
 * @see https://keras.io/api/ops/fft/#rfft-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [real, imaginary] = ops.rfft([1, 0, 0, 0]);
 * console.log(await real.array(), imaginary.shape); // => [1, 1, 1] [3]
 * ```
 */
export function rfft(x: TensorLike, options: LengthOption = {}): [Tensor, Tensor] {
  const node = singleNode(x);
  const last = node.shape[node.shape.length - 1];
  if (last === undefined) throw badArgument('x', 'a tensor with at least one axis', tensor(node));
  return pair(realTransform(node, lengthOf('rfft', options, last)));
}

/**
 * The inverse of `rfft`: real values.
 *
 * @param x [real, imaginary]
 * @param options `{ fftLength }` or that alone: the length of the result, by default 2 (n - 1)
 * @see https://keras.io/api/ops/fft/#irfft-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.irfft([[4, 0, 0], [0, 0, 0]]).array()); // => [1, 1, 1, 1]
 * ```
 */
export function irfft(x: RealAndImaginary, options: LengthOption = {}): Tensor {
  const given = complexPair(x, 1);
  const bins = at(given.re.shape, given.re.shape.length - 1);
  return tensor(inverseRealTransform(given, lengthOf('irfft', options, Math.max(1, 2 * (bins - 1)))));
}
