import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { at, formatShape, normalizeAxis, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, resultDtype, tensor } from './operands.ts';
import { type AxisOptions, axisOf } from './options.ts';
import { atLeastRank } from './shape.ts';

function commonNodes(xs: readonly TensorLike[]): Node[] {
  if (xs.length === 0) throw badArgument('xs', 'a list with at least one tensor', xs);
  const dtype = resultDtype(...xs);
  return xs.map((x) => nodeOf(x, dtype));
}

/**
 * Tensors joined along an existing axis (0 by default); their other extents must agree.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.concatenate([[[1, 2]], [[3, 4]]], 0).array()); // => [[1, 2], [3, 4]]
 * ```
 */
export function concatenate(xs: readonly TensorLike[], options?: number | AxisOptions): Tensor {
  const nodes = commonNodes(xs);
  const rank = at(nodes, 0).shape.length;
  if (rank === 0) throw new ArgumentError('Scalars are joined with ops.stack. Received: xs of shape ()');
  const axis = normalizeAxis(axisOf('concatenate', options, 0), rank);
  const [only] = nodes;
  return tensor(nodes.length === 1 && only !== undefined ? only : g.concat(nodes, axis));
}

/** Tensors of one shape joined along a new axis (0 by default). */
export function stack(x: readonly TensorLike[], options?: number | AxisOptions): Tensor {
  const nodes = commonNodes(x);
  const first = at(nodes, 0);
  const axis = normalizeAxis(axisOf('stack', options, 0), first.shape.length + 1);
  if (nodes.some((node) => formatShape(node.shape) !== formatShape(first.shape))) {
    throw new ArgumentError(
      `ops.stack takes tensors of one shape. Received: ${nodes.map((node) => formatShape(node.shape)).join(', ')}`,
    );
  }
  const lifted = nodes.map((node) => g.reshape(node, [...node.shape.slice(0, axis), 1, ...node.shape.slice(axis)]));
  return tensor(lifted.length === 1 ? at(lifted, 0) : g.concat(lifted, axis));
}

/** The slices along an axis (0 by default), which is dropped. */
export function unstack(x: TensorLike, options: number | { num?: number | null; axis?: number } = {}): Tensor[] {
  const node = nodeOf(x);
  const axis = normalizeAxis(typeof options === 'number' ? 0 : (options.axis ?? 0), node.shape.length);
  const num = typeof options === 'number' ? options : (options.num ?? null);
  const extent = at(node.shape, axis);
  if (num !== null && num !== extent) throw badArgument('num', `the extent ${extent} of the axis`, num);
  return range(extent).map((i) =>
    tensor(
      g.reshape(
        part(node, axis, i, i + 1),
        node.shape.filter((_, k) => k !== axis),
      ),
    ),
  );
}

const part = (node: Node, axis: number, start: number, end: number): Node =>
  g.slice(
    node,
    node.shape.map((_, i) => (i === axis ? start : 0)),
    node.shape.map((n, i) => (i === axis ? end : n)),
  );

/** Parts between positions, which may lie outside: they are clamped, as Python's slices are. */
function cut(node: Node, axis: number, positions: readonly number[]): Tensor[] {
  const extent = at(node.shape, axis);
  const clamp = (position: number) => Math.min(Math.max(position < 0 ? position + extent : position, 0), extent);
  const edges = [0, ...positions.map(clamp), extent];
  return range(edges.length - 1).map((i) =>
    tensor(part(node, axis, at(edges, i), Math.max(at(edges, i), at(edges, i + 1)))),
  );
}

/** Parts along an axis (0 by default): `indicesOrSections` equal ones, or cut before each of a list of indices. */
export function split(
  x: TensorLike,
  indicesOrSections: number | readonly number[],
  options?: number | AxisOptions,
): Tensor[] {
  const node = nodeOf(x);
  const axis = normalizeAxis(axisOf('split', options, 0), node.shape.length);
  if (typeof indicesOrSections !== 'number') return cut(node, axis, indicesOrSections);
  const extent = at(node.shape, axis);
  if (!Number.isInteger(indicesOrSections) || indicesOrSections < 1 || extent % indicesOrSections !== 0) {
    throw badArgument(
      'indicesOrSections',
      `a divisor of the extent ${extent} of the axis, or a list of indices`,
      indicesOrSections,
    );
  }
  return cut(
    node,
    axis,
    range(indicesOrSections)
      .slice(1)
      .map((i) => (i * extent) / indicesOrSections),
  );
}

/** As `split`, but the sections need not be equal: the first ones are longer by one where it doesn't come out even. */
export function arraySplit(
  x: TensorLike,
  indicesOrSections: number | readonly number[],
  options?: number | AxisOptions,
): Tensor[] {
  if (typeof indicesOrSections !== 'number') return split(x, indicesOrSections, options);
  const node = nodeOf(x);
  const axis = normalizeAxis(axisOf('arraySplit', options, 0), node.shape.length);
  if (!Number.isInteger(indicesOrSections) || indicesOrSections < 1)
    throw badArgument('indicesOrSections', 'a positive whole number', indicesOrSections);
  const extent = at(node.shape, axis);
  const [short, longer] = [Math.floor(extent / indicesOrSections), extent % indicesOrSections];
  return cut(
    node,
    axis,
    range(indicesOrSections)
      .slice(1)
      .map((i) => i * short + Math.min(i, longer)),
  );
}

/** Joined side by side: along axis 1 (vectors along axis 0). */
export function hstack(xs: readonly TensorLike[]): Tensor {
  const parts = xs.map((x) => atLeastRank(x, 1));
  return concatenate(parts, parts[0]?.shape.length === 1 ? 0 : 1);
}

/** Joined on top of each other: along axis 0, vectors as rows. */
export function vstack(xs: readonly TensorLike[]): Tensor {
  return concatenate(
    xs.map((x) => atLeastRank(x, 2)),
    0,
  );
}

/** Joined in depth: along axis 2. */
export function dstack(xs: readonly TensorLike[]): Tensor {
  return concatenate(
    xs.map((x) => atLeastRank(x, 3)),
    2,
  );
}

/** Vectors as columns of a matrix; matrices side by side. */
export function columnStack(xs: readonly TensorLike[]): Tensor {
  const columns = xs.map((x) => {
    const node = nodeOf(x);
    return node.shape.length < 2 ? tensor(g.reshape(node, [node.shape[0] ?? 1, 1])) : tensor(node);
  });
  return concatenate(columns, 1);
}

/** `split` along axis 1 (along axis 0 for a vector). */
export function hsplit(x: TensorLike, indicesOrSections: number | readonly number[]): Tensor[] {
  return split(x, indicesOrSections, nodeOf(x).shape.length === 1 ? 0 : 1);
}

/** `split` along axis 0. */
export function vsplit(x: TensorLike, indicesOrSections: number | readonly number[]): Tensor[] {
  return split(x, indicesOrSections, 0);
}

/** `split` along axis 2. */
export function dsplit(x: TensorLike, indicesOrSections: number | readonly number[]): Tensor[] {
  return split(x, indicesOrSections, 2);
}

/** x2 joined to x1 along an axis; without one, both are flattened first. */
export function append(x1: TensorLike, x2: TensorLike, options?: number | { axis?: number | null } | null): Tensor {
  const axis = typeof options === 'number' ? options : (options?.axis ?? null);
  if (axis !== null) return concatenate([x1, x2], axis);
  return concatenate(
    [x1, x2].map((x) => tensor(g.reshape(nodeOf(x), [nodeOf(x).shape.reduce((a, b) => a * b, 1)]))),
    0,
  );
}
