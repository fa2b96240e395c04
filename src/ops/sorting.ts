import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, normalizeAxis, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { takeAlongAxis } from './indexing.ts';
import { floatNode, nodeOf, numeric, tensor } from './operands.ts';
import { type AxisOptions, axisOf } from './options.ts';

export interface ArgReduceOptions {
  /** The axis to search; the flattened tensor by default (null). */
  readonly axis?: number | null;
  /** Keeps the axis with extent 1. Default false. */
  readonly keepdims?: boolean;
}

function argReduce(op: 'argmax' | 'argmin', x: TensorLike, options: number | ArgReduceOptions | null): Tensor {
  const chosen = typeof options === 'number' || options === null ? { axis: options } : options;
  checkOptions(op, chosen, ['axis', 'keepdims']);
  const axisGiven = chosen.axis ?? null;
  const keepdims = 'keepdims' in chosen && chosen.keepdims === true;
  const source = nodeOf(x);
  const node = g.cast(source, numeric(source.dtype));
  if (sizeOf(node.shape) === 0) throw badArgument('x', 'a tensor with elements', tensor(source));
  if (axisGiven === null) {
    const index = g.argReduce(op, g.reshape(node, [sizeOf(node.shape)]), 0);
    return tensor(
      keepdims
        ? g.reshape(
            index,
            node.shape.map(() => 1),
          )
        : index,
    );
  }
  const axis = normalizeAxis(axisGiven, node.shape.length);
  const index = g.argReduce(op, node, axis);
  return tensor(
    keepdims
      ? g.reshape(
          index,
          node.shape.map((n, i) => (i === axis ? 1 : n)),
        )
      : index,
  );
}

/**
 * The index (int32) of the first largest element along an axis.
 *
 * @see https://keras.io/api/ops/numpy/#argmax-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.argmax([[3, 1, 2], [4, 6, 5]], 1).array()); // => [0, 1]
 * ```
 */
export function argmax(x: TensorLike, options: number | ArgReduceOptions | null = null): Tensor {
  return argReduce('argmax', x, options);
}

/**
 * The index (int32) of the first smallest element along an axis.
 *
 * @see https://keras.io/api/ops/numpy/#argmin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.argmin([3, 1, 2]).item()); // => 1
 * ```
 */
export function argmin(x: TensorLike, options: number | ArgReduceOptions | null = null): Tensor {
  return argReduce('argmin', x, options);
}

/** A key whose ascending order is x's descending one. Complementing integers cannot overflow, negating can. */
function descendingKey(node: Node): Node {
  if (isFloat(node.dtype)) return g.neg(node);
  return g.binary('bitXor', node, g.likeConstant(node, node.dtype === 'uint32' ? 2 ** 32 - 1 : -1));
}

/**
 * The indices (int32) that sort x along an axis (the last by default; null flattens). Stable; NaN comes last.
 *
 * @see https://keras.io/api/ops/numpy/#argsort-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.argsort([3, 1, 2]).array()); // => [1, 2, 0]
 * ```
 */
export function argsort(x: TensorLike, options: number | { axis?: number | null } | null = {}): Tensor {
  const axisGiven =
    typeof options === 'number' || options === null ? options : options.axis === undefined ? -1 : options.axis;
  const source = nodeOf(x);
  const node = g.cast(source, numeric(source.dtype));
  if (axisGiven === null) return tensor(g.argsort(g.reshape(node, [sizeOf(node.shape)]), 0));
  return tensor(g.argsort(node, normalizeAxis(axisGiven, node.shape.length)));
}

/**
 * The indices (int32) that bring the element which would be at position `kth` of the sorted tensor there, smaller ones
 * before it, larger ones behind. All are sorted here.
 *
 * @param options `{ axis }` or the axis alone: the last by default, null flattens
 * @see https://keras.io/api/ops/numpy/#argpartition-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.argpartition([3, 1, 2], 1).array()); // => [1, 2, 0]
 * ```
 */
export function argpartition(
  x: TensorLike,
  kth: number,
  options: number | { axis?: number | null } | null = {},
): Tensor {
  const order = argsort(x, options);
  const axis =
    typeof options === 'number' ? options : options === null || options.axis === null ? 0 : (options.axis ?? -1);
  const extent = at(order.shape, normalizeAxis(axis, order.shape.length));
  if (!Number.isInteger(kth) || kth < -extent || kth >= extent)
    throw badArgument('kth', `an integer from ${-extent} to ${extent - 1}`, kth);
  return order;
}

/**
 * x in ascending order along an axis (the last by default).
 *
 * @see https://keras.io/api/ops/numpy/#sort-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sort([3, 1, 2]).array()); // => [1, 2, 3]
 * ```
 */
export function sort(x: TensorLike, options?: number | AxisOptions): Tensor {
  const axis = axisOf('sort', options, -1);
  return takeAlongAxis(x, argsort(x, axis), axis);
}

/**
 * The k largest elements along the last axis, in descending order, and their indices (int32). Of equal elements the
 * first comes first.
 *
 * @see https://keras.io/api/ops/core/#top_k-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [values, indices] = ops.topK([1, 5, 3], 2);
 * console.log(await values.array(), await indices.array()); // => [5, 3] [1, 2]
 * ```
 */
export function topK(
  x: TensorLike,
  k: number,
  options: { sorted?: boolean; isStable?: boolean } = {},
): [Tensor, Tensor] {
  checkOptions('topK', options, ['sorted', 'isStable']);
  const source = nodeOf(x);
  const rank = source.shape.length;
  const extent = source.shape[rank - 1];
  if (extent === undefined) throw badArgument('x', 'a tensor with at least one axis', tensor(source));
  if (!Number.isInteger(k) || k < 1 || k > extent)
    throw badArgument('k', `an integer between 1 and ${extent}, the extent of the last axis`, k);
  const node = g.cast(source, numeric(source.dtype));
  const order = g.argsort(descendingKey(node), rank - 1);
  const indices = tensor(
    g.slice(
      order,
      range(rank).map(() => 0),
      order.shape.map((n, i) => (i === rank - 1 ? k : n)),
    ),
  );
  return [takeAlongAxis(tensor(source), indices, -1), indices];
}

/**
 * Whether the prediction of each row's target class is among the row's k largest; ties count as inside.
 *
 * @see https://keras.io/api/ops/core/#in_top_k-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.inTopK([2, 0], [[0.1, 0.9, 0.5], [0.7, 0.2, 0.1]], 2).array()); // => [1, 1]
 * ```
 */
export function inTopK(targets: TensorLike, predictions: TensorLike, k: number): Tensor {
  const scores = floatNode(predictions);
  const classes = at(scores.shape, scores.shape.length - 1);
  const target = g.cast(nodeOf(targets), 'int32');
  const column = g.broadcast(g.reshape(target, [...target.shape, 1]), scores.shape);
  const chosen = g.cast(g.eq(g.iota(scores.shape, scores.shape.length - 1), column), scores.dtype);
  const score = g.reduceKeep(
    'reduceSum',
    g.mul(chosen, g.where(g.compare('ne', scores, scores), g.zerosLike(scores), scores)),
    [scores.shape.length - 1],
  );
  const above = g.cast(g.gt(scores, g.broadcast(score, scores.shape)), 'int32');
  const better = g.reduceSum(above, [scores.shape.length - 1]);
  const valid = g.binary(
    'bitAnd',
    g.compare('ge', target, g.zerosLike(target)),
    g.lt(target, g.likeConstant(target, classes)),
  );
  return tensor(g.binary('bitAnd', valid, g.lt(better, g.likeConstant(better, k))));
}
