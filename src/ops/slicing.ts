import * as g from '../graph/build.ts';
import { badArgument } from '../support/errors.ts';
import { at, formatShape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

/**
 * The block of `shape` that starts at `startIndices` (numbers that are known when the graph is built).
 *
 * @see https://keras.io/api/ops/core/#slice-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.slice([[1, 2, 3], [4, 5, 6]], [0, 1], [2, 2]).array()); // => [[2, 3], [5, 6]]
 * ```
 */
export function slice(inputs: TensorLike, startIndices: readonly number[], shape: readonly number[]): Tensor {
  const node = nodeOf(inputs);
  const starts = [...startIndices];
  const extents = shape.map((n, i) => (n === -1 ? (node.shape[i] ?? 0) - (starts[i] ?? 0) : n));
  const fits =
    starts.length === node.shape.length &&
    extents.length === starts.length &&
    starts.every((s, i) => s >= 0 && s + at(extents, i) <= at(node.shape, i));
  if (!fits)
    throw badArgument(
      'shape',
      `a block inside ${formatShape(node.shape)} from startIndices=[${starts.join(', ')}]`,
      shape,
    );
  return tensor(
    g.slice(
      node,
      starts,
      starts.map((s, i) => s + at(extents, i)),
    ),
  );
}

/**
 * The tensor with the block that starts at `startIndices` replaced by `updates`.
 *
 * @see https://keras.io/api/ops/core/#slice_update-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sliceUpdate([1, 2, 3, 4], [1], [8, 9]).array()); // => [1, 8, 9, 4]
 * ```
 */
export function sliceUpdate(inputs: TensorLike, startIndices: readonly number[], updates: TensorLike): Tensor {
  const node = nodeOf(inputs);
  const update = nodeOf(updates, node.dtype);
  const starts = [...startIndices];
  const high = node.shape.map((n, i) => n - (starts[i] ?? 0) - (update.shape[i] ?? 0));
  if (
    starts.length !== node.shape.length ||
    update.shape.length !== starts.length ||
    [...starts, ...high].some((n) => n < 0)
  ) {
    throw badArgument(
      'updates',
      `a block that fits into ${formatShape(node.shape)} from startIndices=[${starts.join(', ')}]`,
      tensor(update),
    );
  }
  const inside = g.pad(g.constant(1, update.shape, 'bool'), starts, high);
  return tensor(g.where(inside, g.pad(update, starts, high), node));
}
