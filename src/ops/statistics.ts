import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { promote } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, normalizeAxes, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { broadcastNodes, floatDtype, floatNode, singleNode, tensor } from './operands.ts';
import { type Axis, isList } from './options.ts';
import { countOf, type ReduceOptions, reduceNode, reduceOptions } from './reduce.ts';

/**
 * The arithmetic mean, as a float. Floats of 16 bits are summed in float32, so that many of them don't overflow.
 *
 * @see https://keras.io/api/ops/numpy/#mean-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.mean([[1, 2], [3, 4]], 1).array()); // => [1.5, 3.5]
 * ```
 */
export function mean(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const node = singleNode(x);
  const chosen = reduceOptions('mean', options);
  const total = reduceNode('reduceSum', node, chosen);
  return tensor(g.cast(g.div(total, g.likeConstant(total, countOf(node, chosen.axis))), floatDtype(x)));
}

/**
 * The variance: the mean of |x - mean(x)|² (divided by the count, not by one less), as a float;
 * those of 16 bits are computed in float32.
 *
 * @see https://keras.io/api/ops/numpy/#var-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.var([1, 2, 3, 6]).item()); // => 3.5
 * ```
 */
export function variance(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const node = singleNode(x);
  const chosen = reduceOptions('var', options);
  const center = mean(tensor(node), { axis: chosen.axis, keepdims: true }).node;
  const deviation = g.sub(node, g.broadcast(center, node.shape));
  return tensor(g.cast(mean(tensor(g.mul(deviation, deviation)), chosen).node, floatDtype(x)));
}

/**
 * The standard deviation: the square root of the variance.
 *
 * @see https://keras.io/api/ops/numpy/#std-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.std([1, 1, 5, 5]).item()); // => 2
 * ```
 */
export function std(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(g.sqrt(variance(x, options).node));
}

/**
 * The weighted mean: sum(weights x) / sum(weights). Weights have the shape of x, or of its one reduced axis.
 *
 * @see https://keras.io/api/ops/numpy/#average-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.average([1, 5], { weights: [3, 1] }).item()); // => 2
 * ```
 */
export function average(x: TensorLike, options: Axis | { axis?: Axis; weights?: TensorLike | null } = {}): Tensor {
  const chosen = options === null || typeof options === 'number' || isList(options) ? { axis: options } : options;
  checkOptions('average', chosen, ['axis', 'weights']);
  const axis = chosen.axis ?? null;
  const weights = 'weights' in chosen ? (chosen.weights ?? null) : null;
  if (weights === null) return mean(x, axis);
  const node = floatNode(x);
  let weight = floatNode(weights);
  if (weight.shape.length === 1 && node.shape.length > 1) {
    const [target] = normalizeAxes(axis, node.shape.length);
    if (target === undefined || typeof axis !== 'number')
      throw badArgument('axis', 'one axis when `weights` has one', axis);
    weight = g.reshape(
      weight,
      range(node.shape.length).map((i) => (i === target ? at(weight.shape, 0) : 1)),
    );
  }
  const [values, factors] = broadcastNodes([tensor(node), tensor(weight)], promote(node.dtype, weight.dtype)) as [
    Node,
    Node,
  ];
  const axes = normalizeAxes(axis, node.shape.length);
  return tensor(g.div(g.reduceSum(g.mul(values, factors), axes), g.reduceSum(factors, axes)));
}
