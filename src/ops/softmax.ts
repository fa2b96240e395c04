import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument } from '../support/errors.ts';
import { at, normalizeAxes, normalizeAxis, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { cumsum } from './cumulative.ts';
import { plus } from './node-terms.ts';
import { floatNode, tensor } from './operands.ts';
import { type AxisOptions, axisOf, isList } from './options.ts';
import { sort } from './sorting.ts';

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

const totalOver = (node: Node, axes: readonly number[]): Node =>
  g.broadcast(g.reduceKeep('reduceSum', node, axes), node.shape);

/**
 * exp(x) / sum(exp(x)) along an axis (the last by default) or several, without overflow.
 *
 * @see https://keras.io/api/layers/activations/#softmax-function
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

/**
 * log(softmax(x)), computed as x - logsumexp(x).
 *
 * @see https://keras.io/api/layers/activations/#log_softmax-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logSoftmax([0, -1000]).array()); // => [0, -1000]
 * ```
 */
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
 *
 * @see https://keras.io/api/layers/activations/#sparsemax-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sparsemax([1.5, 0, 0.1]).array()); // => [1, 0, 0]
 * ```
 */
export function sparsemax(x: TensorLike, options?: number | AxisOptions): Tensor {
  const node = floatNode(x);
  const axis = normalizeAxis(axisOf('sparsemax', options, -1), node.shape.length);
  const sorted = g.neg(sort(tensor(g.neg(node)), axis).node);
  const sums = cumsum(tensor(sorted), axis).node;
  const rank = plus(g.cast(g.iota(node.shape, axis), node.dtype), 1);
  const support = g.gt(g.sub(sorted, g.div(plus(sums, -1), rank)), g.zerosLike(sums));
  const count = g.reduceKeep('reduceSum', g.cast(support, node.dtype), [axis]);
  const total = g.reduceKeep('reduceSum', g.where(support, sums, g.zerosLike(sums)), [axis]);
  const tau = g.div(plus(total, -1), count);
  return tensor(g.binary('max', g.sub(node, g.broadcast(tau, node.shape)), g.zerosLike(node)));
}

/**
 * a sigmoid(b), where a and b are the halves of x along an axis (the last by default) of even extent.
 *
 * @see https://keras.io/api/layers/activations/#glu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.glu([2, 4, 0, 0]).array()); // => [1, 2]
 * ```
 */
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
