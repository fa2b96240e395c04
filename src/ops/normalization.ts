import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { epsilon as defaultEpsilon } from '../support/epsilon.ts';
import { checkOptions } from '../support/errors.ts';
import { at, normalizeAxes, normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { divide, maximum } from './arithmetic.ts';
import { norm } from './linear-algebra.ts';
import { floatDtype, floatNode, nodeOf, singleNode, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { mean, variance } from './statistics.ts';

/**
 * Mean and variance over axes (all for null), as float32.
 *
 * @see https://keras.io/api/ops/nn/#moments-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [mean, variance] = ops.moments([[1, 3], [2, 8]], 0);
 * console.log(await mean.array(), await variance.array()); // => [1.5, 5.5] [0.25, 6.25]
 * ```
 */
export function moments(
  x: TensorLike,
  axes: Axis,
  options: { keepdims?: boolean; synchronized?: boolean } = {},
): [Tensor, Tensor] {
  checkOptions('moments', options, ['keepdims', 'synchronized']);
  const reduction = { axis: axes, keepdims: options.keepdims ?? false };
  const value = tensor(floatNode(x));
  return [mean(value, reduction), variance(value, reduction)];
}

export interface NormalizeOptions {
  /** Default -1. */
  readonly axis?: number | readonly number[];
  /** The order of the norm. Default 2. */
  readonly order?: number;
  /** The smallest norm that is divided by. Default 1e-7. */
  readonly epsilon?: number | null;
}

/**
 * x divided by its norm along an axis (the last by default): vectors of length 1. Zero vectors stay zero.
 *
 * @see https://keras.io/api/ops/nn/#normalize-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.normalize([3, 4]).array()); // => [0.6, 0.8]
 * ```
 */
export function normalize(x: TensorLike, options: number | NormalizeOptions = {}): Tensor {
  const chosen: NormalizeOptions = typeof options === 'number' ? { axis: options } : options;
  checkOptions('normalize', chosen, ['axis', 'order', 'epsilon']);
  const { axis = -1, order = 2 } = chosen;
  const epsilon = chosen.epsilon ?? defaultEpsilon();
  const node = floatNode(x);
  if (order !== 2)
    return divide(tensor(node), maximum(norm(tensor(node), { ord: order, axis, keepdims: true }), epsilon));
  const squares = g.reduceKeep('reduceSum', g.mul(node, node), normalizeAxes(axis, node.shape.length));
  const inverse = g.unary('rsqrt', g.binary('max', squares, g.likeConstant(squares, epsilon * epsilon)));
  return tensor(g.mul(node, g.broadcast(inverse, node.shape)));
}

/** A vector for one axis, or a tensor for several, shaped so that it broadcasts against x. */
function alongAxes(parameter: TensorLike, node: Node, axes: readonly number[]): Node {
  const value = nodeOf(parameter, node.dtype);
  const shape = node.shape.map((n, i) => (axes.includes(i) ? n : 1));
  const kept = value.shape.length === node.shape.length ? value : g.reshape(value, shape);
  return g.broadcast(kept, node.shape);
}

export interface BatchNormalizationOptions {
  readonly offset?: TensorLike | null;
  readonly scale?: TensorLike | null;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number;
}

/**
 * (x - mean) / sqrt(variance + epsilon) scale + offset, with one value of each for every index along `axis`
 * (Ioffe and Szegedy 2015).
 *
 * @see https://keras.io/api/ops/nn/#batch_normalization-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.batchNormalization([[1, 3], [2, 8]], [1, 3], [1, 4], 1, { epsilon: 0 }).array()); // => [[0, 0], [1, 2.5]]
 * ```
 */
export function batchNormalization(
  x: TensorLike,
  mean: TensorLike,
  variance: TensorLike,
  axis: number,
  options: BatchNormalizationOptions = {},
): Tensor {
  checkOptions('batchNormalization', options, ['offset', 'scale', 'epsilon']);
  const { offset = null, scale = null, epsilon = 1e-3 } = options;
  const dtype = floatDtype(...[x, mean, variance, scale, offset].filter((operand) => operand !== null));
  const node = nodeOf(x, dtype);
  const axes = [normalizeAxis(axis, node.shape.length)];
  const spread = nodeOf(variance, dtype);
  let inverse = g.unary('rsqrt', g.add(spread, g.likeConstant(spread, epsilon)));
  if (scale !== null) inverse = g.mul(inverse, g.reshape(nodeOf(scale, dtype), inverse.shape));
  let shift = g.neg(g.mul(g.reshape(nodeOf(mean, dtype), inverse.shape), inverse));
  if (offset !== null) shift = g.add(shift, g.reshape(nodeOf(offset, dtype), shift.shape));
  return tensor(g.add(g.mul(node, alongAxes(tensor(inverse), node, axes)), alongAxes(tensor(shift), node, axes)));
}

export interface LayerNormalizationOptions {
  readonly gamma?: TensorLike | null;
  readonly beta?: TensorLike | null;
  /** The axes that are normalized. Default -1. */
  readonly axis?: number | readonly number[];
  /** Added to the variance. Default 1e-7. */
  readonly epsilon?: number | null;
}

/**
 * (x - mean) / sqrt(variance + epsilon) gamma + beta, with mean and variance over the axes (Ba et al. 2016).
 * Floats of 16 bits are computed with in float32.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.layerNormalization([[1, 3]], { epsilon: 0 }).array()); // => [[-1, 1]]
 * ```
 */
export function layerNormalization(x: TensorLike, options: LayerNormalizationOptions = {}): Tensor {
  checkOptions('layerNormalization', options, ['gamma', 'beta', 'axis', 'epsilon']);
  const { gamma = null, beta = null, axis = -1 } = options;
  const node = singleNode(x);
  const axes = normalizeAxes(axis, node.shape.length);
  const [center, spread] = moments(tensor(node), axes, { keepdims: true });
  const inverse = g.unary(
    'rsqrt',
    g.add(spread.node, g.likeConstant(spread.node, options.epsilon ?? defaultEpsilon())),
  );
  const normal = g.mul(g.sub(node, g.broadcast(center.node, node.shape)), g.broadcast(inverse, node.shape));
  const scaled = gamma === null ? normal : g.mul(normal, alongAxes(gamma, node, axes));
  const shifted = beta === null ? scaled : g.add(scaled, alongAxes(beta, node, axes));
  return tensor(g.cast(shifted, floatDtype(x)));
}

/**
 * x / sqrt(mean(x²) + epsilon) scale over the axes (Zhang and Sennrich 2019). Floats of 16 bits are computed with in float32.
 *
 * @see https://keras.io/api/ops/nn/#rms_normalization-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.rmsNormalization([[1, 7]], { epsilon: 0 }).array()); // => [[0.2, 1.4]]
 * ```
 */
export function rmsNormalization(
  x: TensorLike,
  options: { scale?: TensorLike | null; axis?: number | readonly number[]; epsilon?: number | null } = {},
): Tensor {
  checkOptions('rmsNormalization', options, ['scale', 'axis', 'epsilon']);
  const node = singleNode(x);
  const axes = normalizeAxes(options.axis ?? -1, node.shape.length);
  const squares = g.reduceKeep('reduceSum', g.mul(node, node), axes);
  const count = axes.reduce((product, axis) => product * at(node.shape, axis), 1);
  const average = g.div(squares, g.likeConstant(squares, count));
  const inverse = g.unary('rsqrt', g.add(average, g.likeConstant(average, options.epsilon ?? defaultEpsilon())));
  const normal = g.mul(node, g.broadcast(inverse, node.shape));
  const scale = options.scale ?? null;
  return tensor(g.cast(scale === null ? normal : g.mul(normal, alongAxes(scale, node, axes)), floatDtype(x)));
}
