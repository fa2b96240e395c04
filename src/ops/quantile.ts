import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at, normalizeAxes, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { takeAlongAxis } from './indexing.ts';
import { constant, plus, scaled } from './node-terms.ts';
import { floatNode, tensor } from './operands.ts';
import { type Axis, isList } from './options.ts';
import { type ReduceOptions, reduceOptions } from './reduce.ts';

/** What a quantile between two elements is; NumPy's names. */
export type QuantileMethod = 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest';

const METHODS: readonly QuantileMethod[] = ['linear', 'lower', 'higher', 'midpoint', 'nearest'];

export interface QuantileOptions extends ReduceOptions {
  /** Default 'linear': between the two by the distance to each. */
  readonly method?: QuantileMethod | undefined;
}

/** The value between its neighbours that a method takes, for the part of the way from low to high. */
function between(low: Node, high: Node, part: Node, method: QuantileMethod): Node {
  switch (method) {
    case 'lower':
      return low;
    case 'higher':
      return high;
    case 'midpoint':
      return scaled(g.add(low, high), 0.5);
    case 'nearest':
      return g.where(g.gt(part, constant(part, 0.5)), high, low);
    case 'linear':
      return g.add(g.mul(low, g.sub(constant(part, 1), part)), g.mul(high, part));
  }
}

interface Wanted extends QuantileOptions {
  /** Leaves NaN out instead of passing it on. */
  readonly ignoreNan: boolean;
}

/** Quantiles of the elements along some axes; those of `q` come first in the shape of the result. */
function quantiles(
  x: TensorLike,
  probabilities: Node,
  { axis, keepdims, method = 'linear', ignoreNan }: Wanted,
): Tensor {
  if (!METHODS.includes(method)) throw unknownName('method', method, METHODS);
  if (probabilities.shape.length > 1) throw badArgument('q', 'a number or a list of numbers', tensor(probabilities));
  const node = floatNode(x);
  const q = g.cast(probabilities, node.dtype);
  const rank = node.shape.length;
  const axes = normalizeAxes(axis, rank);
  const kept = range(rank).filter((i) => !axes.includes(i));
  const count = sizeOf(axes.map((i) => at(node.shape, i)));
  if (count === 0) throw badArgument('x', 'a tensor with elements along the reduced axes', tensor(node));
  const rows = sizeOf(kept.map((i) => at(node.shape, i)));
  const lines = g.reshape(g.transpose(node, [...kept, ...axes]), [rows, count]);
  const sorted = takeAlongAxis(tensor(lines), tensor(g.argsort(lines, 1)), 1);
  const parts = sizeOf(q.shape);
  const shape = [rows, parts];
  const known = g.reduceKeep('reduceSum', g.cast(g.eq(lines, lines), lines.dtype), [1]);
  const last = ignoreNan ? g.binary('max', plus(known, -1), constant(known, 0)) : constant(known, count - 1);
  const position = g.mul(g.broadcastTo(q, shape), g.broadcast(last, shape));
  const below = g.unary('floor', position);
  const pick = (index: Node) => takeAlongAxis(sorted, tensor(g.cast(index, 'int32')), 1).node;
  const value = between(pick(below), pick(g.unary('ceil', position)), g.sub(position, below), method);
  const spoiled = ignoreNan ? g.eq(known, constant(known, 0)) : g.lt(known, constant(known, count));
  const result = g.where(g.broadcast(spoiled, shape), constant(value, Number.NaN), value);
  const dims = keepdims ? node.shape.map((n, i) => (axes.includes(i) ? 1 : n)) : kept.map((i) => at(node.shape, i));
  return tensor(g.reshape(g.transpose(result, [1, 0]), [...q.shape, ...dims]));
}

function quantileOptions(where: string, options: Axis | QuantileOptions | undefined): QuantileOptions {
  if (options === undefined || options === null || typeof options === 'number' || isList(options))
    return { axis: options ?? null };
  checkOptions(where, options, ['axis', 'method', 'keepdims']);
  return options;
}

const half = () => g.constant(0.5);
const ofHundred = (q: TensorLike): Node => scaled(floatNode(q), 0.01);

/**
 * The value below which the share q (0 to 1) of the elements lies, as float32; NaN where one of them is NaN.
 *
 * @param q a number, or a list of them, whose axis then comes first in the result
 * @param options `{ axis, method, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#quantile-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.quantile([1, 2, 3, 4, 5], [0.25, 0.5]).array()); // => [2, 3]
 * ```
 */
export function quantile(x: TensorLike, q: TensorLike, options?: Axis | QuantileOptions): Tensor {
  return quantiles(x, floatNode(q), { ...quantileOptions('quantile', options), ignoreNan: false });
}

/**
 * The value below which q percent of the elements lie: `quantile` of q / 100.
 *
 * @see https://keras.io/api/ops/numpy/#percentile-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.percentile([1, 2, 3, 4, 5], 75).item()); // => 4
 * ```
 */
export function percentile(x: TensorLike, q: TensorLike, options?: Axis | QuantileOptions): Tensor {
  return quantiles(x, ofHundred(q), { ...quantileOptions('percentile', options), ignoreNan: false });
}

/**
 * The middle element in ascending order, or the mean of the two in the middle, as float32.
 *
 * @param options `{ axis, keepdims }`, or the axis alone
 * @see https://keras.io/api/ops/numpy/#median-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.median([[3, 1, 2], [7, 9, 8]], 1).array()); // => [2, 8]
 * ```
 */
export function median(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return quantiles(x, half(), { ...reduceOptions('median', options), method: 'midpoint', ignoreNan: false });
}

/**
 * As `quantile`, of the elements that are not NaN.
 *
 * @see https://keras.io/api/ops/numpy/#nanquantile-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanquantile([1, Number.NaN, 3], 0.5).item()); // => 2
 * ```
 */
export function nanquantile(x: TensorLike, q: TensorLike, options?: Axis | QuantileOptions): Tensor {
  return quantiles(x, floatNode(q), { ...quantileOptions('nanquantile', options), ignoreNan: true });
}

/**
 * As `percentile`, of the elements that are not NaN.
 *
 * @see https://keras.io/api/ops/numpy/#nanpercentile-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanpercentile([1, Number.NaN, 3], 50).item()); // => 2
 * ```
 */
export function nanpercentile(x: TensorLike, q: TensorLike, options?: Axis | QuantileOptions): Tensor {
  return quantiles(x, ofHundred(q), { ...quantileOptions('nanpercentile', options), ignoreNan: true });
}

/**
 * As `median`, of the elements that are not NaN.
 *
 * @see https://keras.io/api/ops/numpy/#nanmedian-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanmedian([5, Number.NaN, 1, 3]).item()); // => 3
 * ```
 */
export function nanmedian(x: TensorLike, options?: Axis | ReduceOptions): Tensor {
  return quantiles(x, half(), { ...reduceOptions('nanmedian', options), method: 'midpoint', ignoreNan: true });
}
