import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { at, range, type Shape, sizeOf, stridesOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { wrapNegative } from './indexing.ts';
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

/**
 * sum of the rows of `data` that carry each segment id 0..numSegments-1.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.segmentSum([1, 2, 3], [0, 2, 0], { numSegments: 3 }).array()); // => [4, 0, 2]
 * ```
 */
export function segmentSum(
  data: TensorLike,
  segmentIds: TensorLike,
  options: { numSegments: number; sorted?: boolean },
): Tensor {
  return tensor(g.scatterAdd(g.cast(nodeOf(segmentIds), 'int32'), nodeOf(data), options.numSegments));
}
