import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, normalizeAxes, normalizeAxis, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { cumsum } from './cumulative.ts';
import { floatNode, tensor } from './operands.ts';
import { type AxisOptions, axisOf } from './options.ts';
import { sort } from './sorting.ts';

const constant = (x: Node, value: number): Node => g.likeConstant(x, value);
const scaled = (x: Node, factor: number): Node => g.mul(x, constant(x, factor));
const plus = (x: Node, term: number): Node => g.add(x, constant(x, term));
const above = (x: Node, limit: number): Node => g.gt(x, constant(x, limit));
const atMost = (x: Node, limit: number): Node => g.compare('le', x, constant(x, limit));

/** One number given by position or by name. */
function numberOption<K extends string>(
  where: string,
  options: number | { readonly [key in K]?: number },
  key: K,
  fallback: number,
): number {
  if (typeof options === 'number') return options;
  checkOptions(where, options, [key]);
  return options[key] ?? fallback;
}

/**
 * max(x, 0). Its gradient is 0 at 0, and NaN stays NaN.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.relu([-1, 0, 2]).array()); // => [0, 0, 2]
 * ```
 */
export function relu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.where(atMost(node, 0), constant(node, 0), node));
}

/** min(max(x, 0), 6). */
export function relu6(x: TensorLike): Tensor {
  const node = floatNode(x);
  const low = g.where(atMost(node, 0), constant(node, 0), node);
  return tensor(g.where(g.compare('ge', node, constant(node, 6)), constant(node, 6), low));
}

/** x where x >= 0, negativeSlope x elsewhere (negativeSlope 0.2). */
export function leakyRelu(x: TensorLike, options: number | { negativeSlope?: number } = {}): Tensor {
  const slope = numberOption('leakyRelu', options, 'negativeSlope', 0.2);
  const node = floatNode(x);
  return tensor(g.where(g.compare('ge', node, constant(node, 0)), node, scaled(node, slope)));
}

/** expm1 of the negative part; the other branch sees 0, so that its gradient stays finite. */
function expm1OfNegative(node: Node): Node {
  return g.unary('expm1', g.where(above(node, 0), constant(node, 0), node));
}

/** x where x > 0, alpha (exp(x) - 1) elsewhere (Clevert et al. 2015). alpha 1. */
export function elu(x: TensorLike, options: number | { alpha?: number } = {}): Tensor {
  const alpha = numberOption('elu', options, 'alpha', 1);
  const node = floatNode(x);
  return tensor(g.where(above(node, 0), node, scaled(expm1OfNegative(node), alpha)));
}

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** scale elu(x, alpha) with the fixed point at mean 0 and variance 1 (Klambauer et al. 2017). */
export function selu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(
    g.where(above(node, 0), scaled(node, SELU_SCALE), scaled(expm1OfNegative(node), SELU_SCALE * SELU_ALPHA)),
  );
}

/** max(x, 0) + min(alpha (exp(x / alpha) - 1), 0): elu with a continuous derivative for every alpha (Barron 2017). */
export function celu(x: TensorLike, options: number | { alpha?: number } = {}): Tensor {
  const alpha = numberOption('celu', options, 'alpha', 1);
  const node = floatNode(x);
  const negative = g.where(above(node, 0), constant(node, 0), node);
  return tensor(g.where(above(node, 0), node, scaled(g.unary('expm1', g.div(negative, constant(node, alpha))), alpha)));
}

/**
 * x Phi(x), where Phi is the distribution function of the normal distribution (Hendrycks and Gimpel 2016): exactly
 * 0.5 x (1 + erf(x / sqrt 2)), or with `approximate` (the default here) 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x³))).
 */
export function gelu(x: TensorLike, options: boolean | { approximate?: boolean } = {}): Tensor {
  const approximate = typeof options === 'boolean' ? options : (options.approximate ?? true);
  const node = floatNode(x);
  const half = scaled(node, 0.5);
  if (!approximate) return tensor(g.mul(half, plus(g.unary('erf', scaled(node, Math.SQRT1_2)), 1)));
  const cubic = g.add(node, scaled(g.mul(node, g.mul(node, node)), 0.044715));
  return tensor(g.mul(half, plus(g.unary('tanh', scaled(cubic, Math.sqrt(2 / Math.PI))), 1)));
}

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: TensorLike): Tensor {
  return tensor(g.unary('logistic', floatNode(x)));
}

/** x sigmoid(x). */
export function silu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.mul(node, g.unary('logistic', node)));
}

/** The same as `silu`. */
export const swish = silu;

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)): no overflow, and nothing lost far from 0. */
function softplusNode(node: Node): Node {
  const tail = g.unary('log1p', g.exp(g.neg(g.unary('abs', node))));
  return g.add(g.binary('max', node, constant(node, 0)), tail);
}

/** log(1 + exp(x)). */
export function softplus(x: TensorLike): Tensor {
  return tensor(softplusNode(floatNode(x)));
}

/** log(sigmoid(x)) = -softplus(-x). */
export function logSigmoid(x: TensorLike): Tensor {
  return tensor(g.neg(softplusNode(g.neg(floatNode(x)))));
}

/** x / (1 + |x|). */
export function softsign(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.div(node, plus(g.unary('abs', node), 1)));
}

/** x tanh(softplus(x)) (Misra 2019). */
export function mish(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.mul(node, g.unary('tanh', softplusNode(node))));
}

/** relu6(x + 3) / 6: a sigmoid of three straight lines. */
export function hardSigmoid(x: TensorLike): Tensor {
  const node = relu6(tensor(plus(floatNode(x), 3))).node;
  return tensor(g.div(node, constant(node, 6)));
}

/** x hardSigmoid(x). */
export function hardSilu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.mul(node, hardSigmoid(tensor(node)).node));
}

/** The same as `hardSilu`. */
export const hardSwish = hardSilu;

/** x limited to [-1, 1]. */
export function hardTanh(x: TensorLike): Tensor {
  const node = floatNode(x);
  const low = g.where(g.lt(node, constant(node, -1)), constant(node, -1), node);
  return tensor(g.where(above(node, 1), constant(node, 1), low));
}

/** x - tanh(x). */
export function tanhShrink(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.sub(node, g.unary('tanh', node)));
}

/** x where |x| > threshold (0.5), 0 elsewhere. */
export function hardShrink(x: TensorLike, options: number | { threshold?: number } = {}): Tensor {
  const limit = numberOption('hardShrink', options, 'threshold', 0.5);
  const node = floatNode(x);
  return tensor(g.where(atMost(g.unary('abs', node), limit), constant(node, 0), node));
}

/** x moved towards 0 by threshold (0.5), and 0 where it would change its sign. */
export function softShrink(x: TensorLike, options: number | { threshold?: number } = {}): Tensor {
  const limit = numberOption('softShrink', options, 'threshold', 0.5);
  const node = floatNode(x);
  const shrunk = g.sub(node, scaled(g.unary('sign', node), limit));
  return tensor(g.where(atMost(g.unary('abs', node), limit), constant(node, 0), shrunk));
}

/** x where x > threshold, defaultValue elsewhere. */
export function threshold(x: TensorLike, threshold: number, defaultValue: number): Tensor {
  const node = floatNode(x);
  return tensor(g.where(above(node, threshold), node, constant(node, defaultValue)));
}

/** (x + sqrt(x² + b)) / 2 (b 4). */
export function squareplus(x: TensorLike, options: number | { b?: number } = {}): Tensor {
  const b = numberOption('squareplus', options, 'b', 4);
  const node = floatNode(x);
  return tensor(scaled(g.add(node, g.sqrt(plus(g.mul(node, node), b))), 0.5));
}

/** 0 for x <= -1, (x + 1)² / 4 up to 1, x beyond. */
export function sparsePlus(x: TensorLike): Tensor {
  const node = floatNode(x);
  const shifted = plus(node, 1);
  const middle = scaled(g.mul(shifted, shifted), 0.25);
  const high = g.where(g.compare('ge', node, constant(node, 1)), node, middle);
  return tensor(g.where(atMost(node, -1), constant(node, 0), high));
}

/** (x + 1) / 2 limited to [0, 1]. */
export function sparseSigmoid(x: TensorLike): Tensor {
  const node = plus(floatNode(x), 1);
  const limited = g.binary('min', g.binary('max', node, constant(node, 0)), constant(node, 2));
  return tensor(scaled(limited, 0.5));
}

type SoftmaxAxis = number | readonly number[] | { axis?: number | readonly number[] };

/** x minus its maximum over the axes (through which no gradient flows: the result doesn't depend on it). */
function centered(where: string, x: TensorLike, options: SoftmaxAxis | undefined): { shifted: Node; axes: number[] } {
  const node = floatNode(x);
  if (node.shape.length === 0)
    throw badArgument('x', `a tensor with at least one axis, as ${where} needs`, tensor(node));
  const axis =
    options === undefined ? -1 : typeof options === 'number' || isList(options) ? options : (options.axis ?? -1);
  const axes = normalizeAxes(axis, node.shape.length);
  const largest = g.unary('stopGradient', g.reduceKeep('reduceMax', node, axes));
  return { shifted: g.sub(node, g.broadcast(largest, node.shape)), axes };
}

const isList = (x: object): x is readonly number[] => Array.isArray(x);

const totalOver = (node: Node, axes: readonly number[]): Node =>
  g.broadcast(g.reduceKeep('reduceSum', node, axes), node.shape);

/**
 * exp(x) / sum(exp(x)) along an axis (the last by default) or several, without overflow.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.softmax([1000, 1000]).array()); // => [0.5, 0.5]
 * ```
 */
export function softmax(x: TensorLike, options?: SoftmaxAxis): Tensor {
  const { shifted, axes } = centered('softmax', x, options);
  const powers = g.exp(shifted);
  return tensor(g.div(powers, totalOver(powers, axes)));
}

/** log(softmax(x)), computed as x - logsumexp(x). */
export function logSoftmax(x: TensorLike, options?: SoftmaxAxis): Tensor {
  const { shifted, axes } = centered('logSoftmax', x, options);
  const total = g.unary('log', g.reduceKeep('reduceSum', g.exp(shifted), axes));
  return tensor(g.sub(shifted, g.broadcast(total, shifted.shape)));
}

/**
 * max(x - tau, 0) along an axis (the last by default): a sparse relative of softmax (Martins and Astudillo 2016). With z
 * sorted in descending order, c its running sum and S the support {k: 1 + k z_k > c_k}, Keras computes
 * tau = (sum of c_k over S - 1) / |S|, and so does this; the paper has c at the end of S there. Both agree where one
 * element stands out.
 */
export function sparsemax(x: TensorLike, options?: number | AxisOptions): Tensor {
  const node = floatNode(x);
  const axis = normalizeAxis(axisOf('sparsemax', options, -1), node.shape.length);
  const sorted = g.neg(sort(tensor(g.neg(node)), axis).node);
  const sums = cumsum(tensor(sorted), axis).node;
  const rank = plus(g.cast(g.iota(node.shape, axis), 'float32'), 1);
  const support = g.gt(g.sub(sorted, g.div(plus(sums, -1), rank)), g.zerosLike(sums));
  const count = g.reduceKeep('reduceSum', g.cast(support, 'float32'), [axis]);
  const total = g.reduceKeep('reduceSum', g.where(support, sums, g.zerosLike(sums)), [axis]);
  const tau = g.div(plus(total, -1), count);
  return tensor(g.binary('max', g.sub(node, g.broadcast(tau, node.shape)), g.zerosLike(node)));
}

/** a sigmoid(b), where a and b are the halves of x along an axis (the last by default) of even extent. */
export function glu(x: TensorLike, options?: number | AxisOptions): Tensor {
  const node = floatNode(x);
  const axis = normalizeAxis(axisOf('glu', options, -1), node.shape.length);
  const extent = at(node.shape, axis);
  if (extent % 2 !== 0) throw badArgument('x', `a tensor with an even extent along axis ${axis}`, tensor(node));
  const half = (from: number, to: number) =>
    g.slice(
      node,
      range(node.shape.length).map((i) => (i === axis ? from : 0)),
      node.shape.map((n, i) => (i === axis ? to : n)),
    );
  return tensor(g.mul(half(0, extent / 2), g.unary('logistic', half(extent / 2, extent))));
}
