import * as g from '../graph/build.ts';
import { badArgument } from '../support/errors.ts';
import { at, normalizeAxis, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

/**
 * Two axes exchanged.
 *
 * @see https://keras.io/api/ops/numpy/#swapaxes-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.swapaxes(ops.zeros([2, 3, 4]), 0, 2).shape); // => [4, 3, 2]
 * ```
 */
export function swapaxes(x: TensorLike, axis1: number, axis2: number): Tensor {
  const node = nodeOf(x);
  const [a, b] = [normalizeAxis(axis1, node.shape.length, 'axis1'), normalizeAxis(axis2, node.shape.length, 'axis2')];
  return tensor(
    g.transpose(
      node,
      range(node.shape.length).map((i) => (i === a ? b : i === b ? a : i)),
    ),
  );
}

/**
 * Axes moved to other places; the others keep their order.
 *
 * @see https://keras.io/api/ops/numpy/#moveaxis-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.moveaxis(ops.zeros([2, 3, 4]), 0, -1).shape); // => [3, 4, 2]
 * ```
 */
export function moveaxis(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const node = nodeOf(x);
  const rank = node.shape.length;
  const from = (typeof source === 'number' ? [source] : source).map((axis) => normalizeAxis(axis, rank, 'source'));
  const to = (typeof destination === 'number' ? [destination] : destination).map((axis) =>
    normalizeAxis(axis, rank, 'destination'),
  );
  if (from.length !== to.length)
    throw badArgument('destination', `as many axes as \`source\` has (${from.length})`, destination);
  const rest = range(rank).filter((axis) => !from.includes(axis));
  const order = range(rank).map((i) => {
    const moved = to.indexOf(i);
    return moved === -1 ? (rest.shift() ?? 0) : at(from, moved);
  });
  return tensor(g.transpose(node, order));
}
