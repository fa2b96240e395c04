import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { positiveInteger } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import { at, normalizeAxis, range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { part } from './node-terms.ts';
import { nodeOf, tensor } from './operands.ts';
import { type AxisOptions, axisOf } from './options.ts';

/**
 * The slices along an axis (0 by default), which is dropped.
 *
 * @see https://keras.io/api/ops/core/#unstack-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [first] = ops.unstack([[1, 2], [3, 4]]);
 * console.log(await first?.array()); // => [1, 2]
 * ```
 */
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

/** Parts between positions, which may lie outside: they are clamped, as Python's slices are. */
function cut(node: Node, axis: number, positions: readonly number[]): Tensor[] {
  const extent = at(node.shape, axis);
  const clamp = (position: number) => Math.min(Math.max(position < 0 ? position + extent : position, 0), extent);
  const edges = [0, ...positions.map(clamp), extent];
  return range(edges.length - 1).map((i) =>
    tensor(part(node, axis, at(edges, i), Math.max(at(edges, i), at(edges, i + 1)))),
  );
}

/**
 * Parts along an axis (0 by default): `indicesOrSections` equal ones, or cut before each of a list of indices.
 *
 * @see https://keras.io/api/ops/numpy/#split-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const parts = ops.split([1, 2, 3, 4], 2);
 * console.log(await parts[1]?.array()); // => [3, 4]
 * ```
 */
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

/**
 * As `split`, but the sections need not be equal: the first ones are longer by one where it doesn't come out even.
 *
 * @see https://keras.io/api/ops/numpy/#array_split-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const parts = ops.arraySplit([1, 2, 3], 2);
 * console.log(await parts[0]?.array()); // => [1, 2]
 * ```
 */
export function arraySplit(
  x: TensorLike,
  indicesOrSections: number | readonly number[],
  options?: number | AxisOptions,
): Tensor[] {
  if (typeof indicesOrSections !== 'number') return split(x, indicesOrSections, options);
  const node = nodeOf(x);
  const axis = normalizeAxis(axisOf('arraySplit', options, 0), node.shape.length);
  positiveInteger('indicesOrSections', indicesOrSections);
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

/**
 * `split` along axis 1 (along axis 0 for a vector).
 *
 * @see https://keras.io/api/ops/numpy/#hsplit-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [left] = ops.hsplit([[1, 2], [3, 4]], 2);
 * console.log(await left?.array()); // => [[1], [3]]
 * ```
 */
export function hsplit(x: TensorLike, indicesOrSections: number | readonly number[]): Tensor[] {
  return split(x, indicesOrSections, nodeOf(x).shape.length === 1 ? 0 : 1);
}

/**
 * `split` along axis 0.
 *
 * @see https://keras.io/api/ops/numpy/#vsplit-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [top] = ops.vsplit([[1, 2], [3, 4]], 2);
 * console.log(await top?.array()); // => [[1, 2]]
 * ```
 */
export function vsplit(x: TensorLike, indicesOrSections: number | readonly number[]): Tensor[] {
  return split(x, indicesOrSections, 0);
}

/**
 * `split` along axis 2.
 *
 * @see https://keras.io/api/ops/numpy/#dsplit-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * const [front] = ops.dsplit([[[1, 2], [3, 4]]], 2);
 * console.log(await front?.array()); // => [[[1], [3]]]
 * ```
 */
export function dsplit(x: TensorLike, indicesOrSections: number | readonly number[]): Tensor[] {
  return split(x, indicesOrSections, 2);
}
