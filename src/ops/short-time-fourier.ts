import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { positiveInteger } from '../support/check-values.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { Storage } from '../tensor/storage.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { complexPair, inverseRealTransform, type RealAndImaginary, realTransform } from './fft.ts';
import { part, scaled } from './node-terms.ts';
import { singleNode, tensor } from './operands.ts';
import { pad } from './padding.ts';
import { extractSequences } from './signal.ts';

/** Weights of the samples of a part: by name, or one for each. */
export type StftWindow = 'hann' | 'hamming' | TensorLike | null;

export interface StftOptions {
  /** 'hann' (default), 'hamming', `sequenceLength` weights, or null for none. */
  readonly window?: StftWindow;
  /** Whether part t is centered at sample t * sequenceStride. Default true. */
  readonly center?: boolean;
}

/** Constant and cosine terms of the windows' formulas. */
const WINDOWS = { hann: [0.5, 0.5], hamming: [0.54, 0.46] } as const;

/** The window, in the middle of the transform's length. */
function windowNode(window: StftWindow, sequenceLength: number, fftLength: number): Node {
  if (window === null) return g.constant(1, [fftLength]);
  let weights: Node;
  if (typeof window === 'string') {
    if (!Object.hasOwn(WINDOWS, window)) throw unknownName('window', window, Object.keys(WINDOWS));
    const [mean, swing] = WINDOWS[window];
    const turn = (2 * Math.PI) / sequenceLength;
    const values = range(sequenceLength).map((i) => mean - swing * Math.cos(turn * i));
    weights = Storage.from(values, [sequenceLength], 'float32').node;
  } else weights = singleNode(window);
  if (weights.shape.length !== 1 || weights.shape[0] !== sequenceLength)
    throw badArgument('window', `a name or ${sequenceLength} weights`, tensor(weights));
  const before = Math.floor((fftLength - sequenceLength) / 2);
  return g.pad(weights, [before], [fftLength - sequenceLength - before]);
}

function checkLengths(sequenceLength: number, sequenceStride: number, fftLength: number): void {
  positiveInteger('sequenceLength', sequenceLength);
  positiveInteger('sequenceStride', sequenceStride);
  positiveInteger('fftLength', fftLength);
  if (fftLength < sequenceLength)
    throw badArgument('fftLength', `at least \`sequenceLength\` (${sequenceLength})`, fftLength);
}

/**
 * The short-time Fourier transform of real signals: the transforms of overlapping, weighted parts along the last axis,
 * as [..., parts, fftLength / 2 + 1].
 *
 * @param sequenceLength samples of a part
 * @param sequenceStride how far apart parts start
 * @param fftLength length of the transform, at least `sequenceLength`
 * @param options `{ window, center }`
 * @returns [real, imaginary]
 * @see https://keras.io/api/ops/fft/#stft-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [real] = ops.stft(ops.ones([100]), 16, 4, 16);
 * console.log(real.shape); // => [26, 9]
 * ```
 */
export function stft(
  x: TensorLike,
  sequenceLength: number,
  sequenceStride: number,
  fftLength: number,
  options: StftOptions = {},
): [Tensor, Tensor] {
  checkOptions('stft', options, ['window', 'center']);
  checkLengths(sequenceLength, sequenceStride, fftLength);
  const { window = 'hann', center = true } = options;
  const node = singleNode(x);
  const rank = node.shape.length;
  if (rank < 1) throw badArgument('x', 'a tensor with at least one axis', tensor(node));
  const room = Math.floor(fftLength / 2);
  const widths = range(rank).map((axis): [number, number] => (axis === rank - 1 ? [room, room] : [0, 0]));
  const signal = center ? pad(tensor(node), widths, 'reflect') : tensor(node);
  const parts = extractSequences(signal, fftLength, sequenceStride).node;
  const weighted = g.mul(parts, g.broadcastTo(windowNode(window, sequenceLength, fftLength), parts.shape));
  const { re, im } = realTransform(weighted, fftLength);
  return [tensor(re), tensor(im)];
}

/** Sums parts [..., parts, length] that start `stride` apart into signals [..., samples]. */
function overlapAdd(parts: Node, stride: number): Node {
  const rank = parts.shape.length;
  const [count, length] = [at(parts.shape, rank - 2), at(parts.shape, rank - 1)];
  const lead = parts.shape.slice(0, -2);
  const rows = g.reshape(g.transpose(parts, [rank - 2, rank - 1, ...range(rank - 2)]), [count, length, sizeOf(lead)]);
  const shape = [count, length];
  const start = g.iota(shape, 0);
  const place = g.add(g.mul(start, g.likeConstant(start, stride)), g.iota(shape, 1));
  const samples = g.scatterAdd(place, rows, length + stride * (count - 1));
  return g.reshape(g.transpose(samples, [1, 0]), [...lead, at(samples.shape, 0)]);
}

export interface IstftOptions extends StftOptions {
  /** Samples of the result. Default null: all. */
  readonly length?: number | null;
}

/**
 * The inverse of `stft`: overlapping parts are transformed back, weighted, summed, and divided by the sum of the squared
 * weights.
 *
 * @param x [real, imaginary] of shape [..., parts, fftLength / 2 + 1]
 * @param options `{ length, window, center }`
 * @see https://keras.io/api/ops/fft/#istft-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const spectrum = ops.stft(ops.ones([100]), 16, 4, 16);
 * console.log(ops.istft(spectrum, 16, 4, 16).shape); // => [100]
 * ```
 */
export function istft(
  x: RealAndImaginary,
  sequenceLength: number,
  sequenceStride: number,
  fftLength: number,
  options: IstftOptions = {},
): Tensor {
  checkOptions('istft', options, ['length', 'window', 'center']);
  checkLengths(sequenceLength, sequenceStride, fftLength);
  const { window = 'hann', center = true, length = null } = options;
  const given = complexPair(x, 2);
  const weights = windowNode(window, sequenceLength, fftLength);
  const parts = inverseRealTransform(given, fftLength);
  const [rank, count] = [parts.shape.length, at(parts.shape, parts.shape.length - 2)];
  const sums = overlapAdd(g.mul(parts, g.broadcastTo(weights, parts.shape)), sequenceStride);
  const squares = overlapAdd(g.broadcastTo(g.mul(weights, weights), [count, fftLength]), sequenceStride);
  const norm = g.where(g.gt(squares, g.likeConstant(squares, 1e-10)), squares, g.likeConstant(squares, 1));
  const quotient = g.div(sums, g.broadcastTo(norm, sums.shape));
  // Without a window Keras leaves the scale of the transform in, and divides by the stride.
  const signal = window === null ? scaled(quotient, fftLength / sequenceStride) : quotient;
  const samples = at(signal.shape, rank - 2);
  const start = center ? Math.floor(fftLength / 2) : 0;
  const end = length === null ? (center ? samples - Math.floor(fftLength / 2) : samples) : start + length;
  return tensor(part(signal, rank - 2, Math.min(start, samples), Math.max(start, Math.min(end, samples))));
}
