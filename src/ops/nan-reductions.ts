import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { floatx } from '../support/floatx.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type CumulativeOptions, cumprod, cumsum } from './cumulative.ts';
import { constant } from './node-terms.ts';
import { floatNode, nodeOf, numeric, resultDtype, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { type ReduceOptions, reduceNode, reduceOptions } from './reduce.ts';
import { type ArgReduceOptions, argmax, argmin } from './sorting.ts';

const isNan = (x: Node): Node => g.compare('ne', x, x);

/** x with another number where it is NaN; whole numbers never are. */
const replaced = (node: Node, value: number): Node =>
  isFloat(node.dtype) ? g.where(isNan(node), constant(node, value), node) : node;

const numericNode = (x: TensorLike): Node => nodeOf(x, numeric(resultDtype(x)));

/** How many elements are not NaN. */
const known = (node: Node, options: ReduceOptions): Node =>
  reduceNode('reduceSum', g.cast(g.eq(node, node), isFloat(node.dtype) ? node.dtype : floatx()), options);

function extreme(where: string, op: 'reduceMax' | 'reduceMin', x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const chosen = reduceOptions(where, options);
  const node = numericNode(x);
  if (!isFloat(node.dtype)) return tensor(reduceNode(op, node, chosen));
  const limit = op === 'reduceMax' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const value = reduceNode(op, replaced(node, limit), chosen);
  const count = known(node, chosen);
  return tensor(g.where(g.eq(count, constant(count, 0)), constant(value, Number.NaN), value));
}

/**
 * The largest element that is not NaN (NaN if there is none).
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanmax-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanmax([1, Number.NaN, 3]).item()); // => 3
 * ```
 */
export function nanmax(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return extreme('nanmax', 'reduceMax', x, options);
}

/**
 * The smallest element that is not NaN (NaN if there is none).
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanmin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanmin([1, Number.NaN, 3]).item()); // => 1
 * ```
 */
export function nanmin(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return extreme('nanmin', 'reduceMin', x, options);
}

/**
 * The sum of the elements that are not NaN.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nansum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nansum([1, Number.NaN, 3]).item()); // => 4
 * ```
 */
export function nansum(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(reduceNode('reduceSum', replaced(numericNode(x), 0), reduceOptions('nansum', options)));
}

/**
 * The product of the elements that are not NaN.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanprod-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanprod([2, Number.NaN, 3]).item()); // => 6
 * ```
 */
export function nanprod(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(reduceNode('reduceProd', replaced(numericNode(x), 1), reduceOptions('nanprod', options)));
}

/**
 * The mean of the elements that are not NaN, as float32.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanmean-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanmean([1, Number.NaN, 3]).item()); // => 2
 * ```
 */
export function nanmean(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const chosen = reduceOptions('nanmean', options);
  const node = floatNode(x);
  return tensor(g.div(reduceNode('reduceSum', replaced(node, 0), chosen), known(node, chosen)));
}

/**
 * The variance of the elements that are not NaN (divided by their count), as float32.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanvar-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanvar([1, Number.NaN, 3]).item()); // => 1
 * ```
 */
export function nanvar(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  const chosen = reduceOptions('nanvar', options);
  const node = floatNode(x);
  const center = nanmean(tensor(node), { axis: chosen.axis, keepdims: true }).node;
  const deviation = g.sub(node, g.broadcast(center, node.shape));
  return nanmean(tensor(g.mul(deviation, deviation)), chosen);
}

/**
 * The standard deviation of the elements that are not NaN.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanstd-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanstd([1, Number.NaN, 5]).item()); // => 2
 * ```
 */
export function nanstd(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return tensor(g.sqrt(nanvar(x, options).node));
}

/** Index of an extreme that is not NaN; -1 where all are. */
function argExtreme(
  find: typeof argmax,
  limit: number,
  x: TensorLike,
  options: number | ArgReduceOptions | null,
): Tensor {
  const node = numericNode(x);
  const index = find(tensor(replaced(node, limit)), options).node;
  if (!isFloat(node.dtype)) return tensor(index);
  const chosen = typeof options === 'number' || options === null ? { axis: options } : options;
  const count = known(node, chosen);
  return tensor(g.where(g.eq(count, constant(count, 0)), constant(index, -1), index));
}

/**
 * The index (int32) of the first largest element that is not NaN; -1 where all are.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanargmax-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanargmax([1, Number.NaN, 3]).item()); // => 2
 * ```
 */
export function nanargmax(x: TensorLike, options: number | ArgReduceOptions | null = null): Tensor {
  return argExtreme(argmax, Number.NEGATIVE_INFINITY, x, options);
}

/**
 * The index (int32) of the first smallest element that is not NaN; -1 where all are.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nanargmin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanargmin([Number.NaN, 1, 3]).item()); // => 1
 * ```
 */
export function nanargmin(x: TensorLike, options: number | ArgReduceOptions | null = null): Tensor {
  return argExtreme(argmin, Number.POSITIVE_INFINITY, x, options);
}

/**
 * The running sum along an axis (of the flattened tensor without one), in which NaN counts as 0.
 *
 * @param options `{ axis, dtype }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nancumsum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nancumsum([1, Number.NaN, 3]).array()); // => [1, 1, 4]
 * ```
 */
export function nancumsum(x: TensorLike, options: number | CumulativeOptions | null = {}): Tensor {
  return cumsum(tensor(replaced(numericNode(x), 0)), options);
}

/**
 * The running product along an axis (of the flattened tensor without one), in which NaN counts as 1.
 *
 * @param options `{ axis, dtype }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#nancumprod-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nancumprod([2, Number.NaN, 3]).array()); // => [2, 2, 6]
 * ```
 */
export function nancumprod(x: TensorLike, options: number | CumulativeOptions | null = {}): Tensor {
  return cumprod(tensor(replaced(numericNode(x), 1)), options);
}
