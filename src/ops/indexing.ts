import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { badArgument } from '../support/errors.ts';
import {
  at,
  broadcastShapes,
  formatShape,
  normalizeAxis,
  range,
  type Shape,
  sizeOf,
  stridesOf,
} from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

/** Indices as int32, where negative ones count from the end. */
export function wrapNegative(indices: Node, extent: number): Node {
  const index = g.cast(indices, 'int32');
  return g.where(g.lt(index, g.zerosLike(index)), g.add(index, g.likeConstant(index, extent)), index);
}

const axisArgument = (options: number | { axis?: number | null } | null | undefined): number | null =>
  typeof options === 'number' ? options : (options?.axis ?? null);

/**
 * The elements at `indices` along an axis (of the flattened tensor without one). Negative indices count from the end;
 * those outside are clamped to the edge.
 *
 * @see https://keras.io/api/ops/numpy/#take-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.take([[1, 2], [3, 4]], [1, 0], 0).array()); // => [[3, 4], [1, 2]]
 * ```
 */
export function take(x: TensorLike, indices: TensorLike, options?: number | { axis?: number | null } | null): Tensor {
  const axisGiven = axisArgument(options);
  const source = nodeOf(x);
  const node = axisGiven === null ? g.reshape(source, [sizeOf(source.shape)]) : source;
  const rank = node.shape.length;
  const axis = normalizeAxis(axisGiven ?? 0, rank);
  const index = wrapNegative(nodeOf(indices), at(node.shape, axis));
  const front = g.transpose(node, [axis, ...range(rank).filter((i) => i !== axis)]);
  const taken = g.gather(front, index);
  const width = index.shape.length;
  // The index axes stand in front; they belong where the axis was.
  const rest = range(rank - 1).map((i) => width + i);
  return tensor(g.transpose(taken, [...rest.slice(0, axis), ...range(width), ...rest.slice(axis)]));
}

/** Position of every element in the flattened tensor, when the index along one axis is given for each. */
function flatPositions(shape: Shape, axis: number, index: Node): Node {
  const strides = stridesOf(shape);
  return range(shape.length).reduce<Node>((position, i) => {
    const along = i === axis ? index : g.iota(index.shape, i, 'int32');
    return g.add(position, g.mul(along, g.likeConstant(index, at(strides, i))));
  }, g.zerosLike(index));
}

/**
 * For each position the element at the given index along one axis; shapes other than along the axis broadcast.
 *
 * @see https://keras.io/api/ops/numpy/#take_along_axis-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.takeAlongAxis([[1, 2], [3, 4]], [[1], [0]], 1).array()); // => [[2], [3]]
 * ```
 */
export function takeAlongAxis(
  x: TensorLike,
  indices: TensorLike,
  options?: number | { axis?: number | null } | null,
): Tensor {
  const axisGiven = axisArgument(options);
  const source = nodeOf(x);
  const given = nodeOf(indices);
  const node = axisGiven === null ? g.reshape(source, [sizeOf(source.shape)]) : source;
  const wanted = axisGiven === null ? g.reshape(given, [sizeOf(given.shape)]) : given;
  const rank = node.shape.length;
  if (wanted.shape.length !== rank) {
    throw badArgument(
      'indices',
      `a tensor with ${rank} axes, as many as \`x\` of shape ${formatShape(node.shape)} has`,
      tensor(wanted),
    );
  }
  const axis = normalizeAxis(axisGiven ?? 0, rank);
  const others = broadcastShapes(...[node, wanted].map((n) => n.shape.map((extent, i) => (i === axis ? 1 : extent))));
  const wide = g.broadcast(
    node,
    others.map((n, i) => (i === axis ? at(node.shape, axis) : n)),
  );
  const index = g.broadcast(
    wrapNegative(wanted, at(node.shape, axis)),
    others.map((n, i) => (i === axis ? at(wanted.shape, axis) : n)),
  );
  const flat = g.reshape(wide, [sizeOf(wide.shape)]);
  return tensor(g.gather(flat, flatPositions(wide.shape, axis, index)));
}
