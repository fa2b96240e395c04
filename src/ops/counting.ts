import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { nonNegativeInteger, positiveInteger } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { constant } from './node-terms.ts';
import { floatNode, nodeOf, tensor } from './operands.ts';
import { searchsorted } from './searching.ts';
import { linspace } from './sequence.ts';

/**
 * How often each of the integers 0, 1, 2, ... occurs along the last axis, or the sum of the weights of those places. The
 * extent of the result depends on the values, which are therefore read: not inside `jit`.
 *
 * @param x integers of at least 0, one list or a batch of lists
 * @param options `{ weights, minlength, sparse }`: weights of the shape of x; the least extent of the result (0).
 *   `sparse` must be false
 * @see https://keras.io/api/ops/numpy/#bincount-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bincount(ops.array([1, 4, 1], 'int32')).array()); // => [0, 2, 0, 0, 1]
 * ```
 */
export function bincount(
  x: TensorLike,
  options: { weights?: TensorLike | null; minlength?: number; sparse?: boolean } = {},
): Tensor {
  checkOptions('bincount', options, ['weights', 'minlength', 'sparse']);
  const { weights = null, minlength = 0, sparse = false } = options;
  nonNegativeInteger('minlength', minlength);
  if (sparse) throw badArgument('sparse', 'false: there are no sparse tensors', sparse);
  const given = tensor(g.cast(nodeOf(x), 'int32'));
  const rank = given.shape.length;
  if (rank !== 1 && rank !== 2) throw badArgument('x', 'a list of integers or a batch of lists', given);
  const values = given.dataSync();
  const bins = Array.from(values).reduce((most, value) => Math.max(most, value + 1), minlength);
  const [rows, extent] = rank === 1 ? [1, values.length] : [at(given.shape, 0), at(given.shape, 1)];
  const amounts = weights === null ? g.constant(1, given.shape, 'int32') : nodeOf(weights);
  if (sizeOf(amounts.shape) !== values.length) throw badArgument('weights', 'of the shape of `x`', tensor(amounts));
  const index = g.reshape(given.node, [rows * extent]);
  // Each list counts in bins of its own.
  const row = g.reshape(g.iota([rows, extent], 0, 'int32'), [rows * extent]);
  const negative = g.lt(index, constant(index, 0));
  const place = g.where(negative, constant(index, -1), g.add(index, g.mul(row, constant(row, bins))));
  const counts = g.scatterAdd(place, g.reshape(amounts, [rows * extent]), rows * bins);
  return tensor(g.reshape(counts, rank === 1 ? [bins] : [rows, bins]));
}

const scalar = (x: Node): Node => g.reshape(x, []);

/** The least and the greatest element, moved half apart where they are equal. */
function limitsOf(x: Node, range: readonly [number, number] | null): [Node, Node] {
  const all = x.shape.map((_, axis) => axis);
  const [low, high] =
    range === null
      ? [scalar(g.reduce('reduceMin', x, all)), scalar(g.reduce('reduceMax', x, all))]
      : [g.constant(range[0]), g.constant(range[1])];
  const room = g.where(g.eq(low, high), g.constant(0.5), g.constant(0));
  return [g.sub(low, room), g.add(high, room)];
}

/**
 * How many elements fall into each of some bins of equal width, as float32, and the limits of the bins.
 *
 * @param options `{ bins, range }`: the number of bins (10); their [least, greatest] limit, by default the extremes of x
 * @see https://keras.io/api/ops/numpy/#histogram-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [counts, limits] = ops.histogram([1, 2, 1, 3], { bins: 2 });
 * console.log(await counts.array(), await limits.array()); // => [2, 2] [1, 2, 3]
 * ```
 */
export function histogram(
  x: TensorLike,
  options: number | { bins?: number; range?: readonly [number, number] | null } = {},
): [Tensor, Tensor] {
  const chosen: { bins?: number; range?: readonly [number, number] | null } =
    typeof options === 'number' ? { bins: options } : options;
  checkOptions('histogram', chosen, ['bins', 'range']);
  const { bins = 10, range = null } = chosen;
  positiveInteger('bins', bins);
  if (range !== null && !(range.length === 2 && range[0] <= range[1]))
    throw badArgument('range', 'null or [least, greatest]', range);
  const node = floatNode(x);
  const flat = g.reshape(node, [sizeOf(node.shape)]);
  if (sizeOf(node.shape) === 0 && range === null) throw badArgument('x', 'a tensor with elements', tensor(node));
  const [low, high] = limitsOf(flat, range);
  const edges = linspace(tensor(low), tensor(high), bins + 1);
  // The greatest limit belongs to the last bin; what is outside gets the index 0 or bins + 1 and is dropped.
  const found = searchsorted(edges, tensor(flat), 'right').node;
  const isLast = g.eq(flat, g.broadcastTo(high, flat.shape));
  const bin = g.where(isLast, constant(found, bins - 1), g.sub(found, constant(found, 1)));
  return [tensor(g.scatterAdd(bin, g.constant(1, flat.shape), bins)), edges];
}
