import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { nonNegativeInteger } from '../support/check-values.ts';
import { badArgument, checkOptions, unknownName } from '../support/errors.ts';
import { at, range, type Shape, sizeOf, stridesOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { wrapNegative } from './indexing.ts';
import { constant } from './node-terms.ts';
import { nodeOf, tensor } from './operands.ts';

/** A row-major position for index vectors [..., k] into the first k axes of a shape. */
function flatRows(indices: Node, shape: Shape): Node {
  const depth = at(indices.shape, indices.shape.length - 1);
  const strides = stridesOf(shape.slice(0, depth));
  const lead = indices.shape.slice(0, -1);
  return range(depth).reduce<Node>(
    (position, i) => {
      const starts = indices.shape.map((_, axis) => (axis === indices.shape.length - 1 ? i : 0));
      const limits = indices.shape.map((n, axis) => (axis === indices.shape.length - 1 ? i + 1 : n));
      const column = wrapNegative(g.reshape(g.slice(indices, starts, limits), lead), at(shape, i));
      return g.add(position, g.mul(column, g.likeConstant(column, at(strides, i))));
    },
    g.constant(0, lead, 'int32'),
  );
}

/**
 * A tensor of zeros with `values` added at `indices` [..., k] (index vectors into the first k axes).
 *
 * @see https://keras.io/api/ops/core/#scatter-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.scatter([[1], [3]], [5, 7], [4]).array()); // => [0, 5, 0, 7]
 * ```
 */
export function scatter(indices: TensorLike, values: TensorLike, shape: readonly number[]): Tensor {
  const index = g.cast(nodeOf(indices), 'int32');
  const depth = at(index.shape, index.shape.length - 1);
  const rows = sizeOf(shape.slice(0, depth));
  return tensor(g.reshape(g.scatterAdd(flatRows(index, shape), nodeOf(values), rows), shape));
}

/** What becomes of an element and the updates for its place. */
export type ScatterReduction = 'add' | 'max' | 'min' | 'mul';

const REDUCTIONS: readonly ScatterReduction[] = ['add', 'max', 'min', 'mul'];

/** The node of the rows and updates [count, ...row], joined with what stands there. */
function updateRows(rows: Node, places: Node, updates: Node, reduction: ScatterReduction | null): Node {
  const count = at(rows.shape, 0);
  switch (reduction) {
    case 'add':
      return g.add(rows, g.scatterAdd(places, updates, count));
    case 'max':
    case 'min':
      return g.binary(reduction, rows, g.scatterReduce(reduction, places, updates, count));
    case 'mul':
      return g.mul(rows, g.scatterReduce('mul', places, updates, count));
    case null: {
      // The last update of a row wins: rows take the one with the greatest number, or stay.
      const number = g.iota(places.shape, 0, 'int32');
      const winner = g.scatterReduce('max', places, number, count);
      const hit = g.compare('ge', winner, constant(winner, 0));
      const lifted = g.reshape(hit, [count, ...rows.shape.slice(1).map(() => 1)]);
      return g.where(g.broadcast(lifted, rows.shape), g.gather(updates, winner), rows);
    }
  }
}

/**
 * A copy of `inputs` with the elements or slices at `indices` replaced by `updates`; of several updates for one place
 * the last one stays.
 *
 * @param indices [n, k]: n index vectors into the first k axes
 * @param updates [n, ...the other axes]
 * @param options `{ reduction }` or the reduction alone: null (default) replaces, 'add', 'max', 'min' and 'mul' combine
 * @see https://keras.io/api/ops/core/#scatter_update-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.scatterUpdate([1, 2, 3], [[2], [0]], [7, 9]).array()); // => [9, 2, 7]
 * console.log(await ops.scatterUpdate([1, 2, 3], [[2], [2]], [7, 9], 'add').array()); // => [1, 2, 19]
 * ```
 */
export function scatterUpdate(
  inputs: TensorLike,
  indices: TensorLike,
  updates: TensorLike,
  options: ScatterReduction | null | { reduction?: ScatterReduction | null } = null,
): Tensor {
  const chosen = typeof options === 'string' || options === null ? { reduction: options } : options;
  checkOptions('scatterUpdate', chosen, ['reduction']);
  const reduction = chosen.reduction ?? null;
  if (reduction !== null && !REDUCTIONS.includes(reduction)) throw unknownName('reduction', reduction, REDUCTIONS);
  const node = nodeOf(inputs);
  const index = g.cast(nodeOf(indices), 'int32');
  const [count, depth] = index.shape;
  if (index.shape.length !== 2 || count === undefined || depth === undefined || depth < 1 || depth > node.shape.length)
    throw badArgument('indices', `of shape [n, k] with k from 1 to ${node.shape.length}`, tensor(index));
  const row = node.shape.slice(depth);
  const values = g.broadcastTo(nodeOf(updates, node.dtype), [count, ...row]);
  if (count === 0) return tensor(node);
  const rows = g.reshape(node, [sizeOf(node.shape.slice(0, depth)), ...row]);
  return tensor(g.reshape(updateRows(rows, flatRows(index, node.shape), values, reduction), node.shape));
}

export interface SegmentOptions {
  /** How many segments. Default: as many as the greatest id needs, which is then read: not inside `jit`. */
  readonly numSegments?: number | null;
  /** That the ids ascend; changes nothing. Default false. */
  readonly sorted?: boolean;
}

function segments(
  where: string,
  data: TensorLike,
  segmentIds: TensorLike,
  options: SegmentOptions,
): { values: Node; ids: Node; count: number } {
  checkOptions(where, options, ['numSegments', 'sorted']);
  const values = nodeOf(data);
  const ids = g.cast(nodeOf(segmentIds), 'int32');
  if (ids.shape.length !== 1 || ids.shape[0] !== values.shape[0])
    throw badArgument('segmentIds', 'a list with an id for each row of `data`', tensor(ids));
  const count =
    options.numSegments ?? Array.from(tensor(ids).dataSync()).reduce((most, id) => Math.max(most, id + 1), 0);
  return { values, ids, count: nonNegativeInteger('numSegments', count) };
}

/**
 * The sum of the rows of `data` that carry each segment id 0..numSegments-1.
 *
 * @param options `{ numSegments, sorted }`
 * @see https://keras.io/api/ops/core/#segment_sum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.segmentSum([1, 2, 3], [0, 2, 0], { numSegments: 3 }).array()); // => [4, 0, 2]
 * ```
 */
export function segmentSum(data: TensorLike, segmentIds: TensorLike, options: SegmentOptions = {}): Tensor {
  const { values, ids, count } = segments('segmentSum', data, segmentIds, options);
  return tensor(g.scatterAdd(ids, values, count));
}

/**
 * The largest of the rows of `data` that carry each segment id, elementwise; -Infinity (or the least integer) for a
 * segment without rows.
 *
 * @param options `{ numSegments, sorted }`
 * @see https://keras.io/api/ops/core/#segment_max-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.segmentMax([1, 2, 3], [0, 1, 0], { numSegments: 2 }).array()); // => [3, 2]
 * ```
 */
export function segmentMax(data: TensorLike, segmentIds: TensorLike, options: SegmentOptions = {}): Tensor {
  const { values, ids, count } = segments('segmentMax', data, segmentIds, options);
  return tensor(g.scatterReduce('max', ids, values, count));
}

/**
 * The smallest of the rows of `data` that carry each segment id, elementwise; Infinity (or the greatest integer) for a
 * segment without rows.
 *
 * @param options `{ numSegments, sorted }`
 * @see https://keras.io/api/ops/core/#segment_min-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.segmentMin([1, 2, 3], [0, 1, 0], { numSegments: 2 }).array()); // => [1, 2]
 * ```
 */
export function segmentMin(data: TensorLike, segmentIds: TensorLike, options: SegmentOptions = {}): Tensor {
  const { values, ids, count } = segments('segmentMin', data, segmentIds, options);
  return tensor(g.scatterReduce('min', ids, values, count));
}

/**
 * The product of the rows of `data` that carry each segment id, elementwise; 1 for a segment without rows.
 *
 * @param options `{ numSegments, sorted }`
 * @see https://keras.io/api/ops/core/#segment_prod-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.segmentProd([5, 2, 3], [0, 1, 0], { numSegments: 2 }).array()); // => [15, 2]
 * ```
 */
export function segmentProd(data: TensorLike, segmentIds: TensorLike, options: SegmentOptions = {}): Tensor {
  const { values, ids, count } = segments('segmentProd', data, segmentIds, options);
  return tensor(g.scatterReduce('mul', ids, values, count));
}
