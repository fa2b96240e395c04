import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { at, formatShape, normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, resultDtype, tensor } from './operands.ts';
import { type AxisOptions, axisOf } from './options.ts';
import { atLeastRank } from './rank.ts';

function commonNodes(xs: readonly TensorLike[]): Node[] {
  if (xs.length === 0) throw badArgument('xs', 'a list with at least one tensor', xs);
  const dtype = resultDtype(...xs);
  return xs.map((x) => nodeOf(x, dtype));
}

/**
 * Tensors joined along an existing axis (0 by default); their other extents must agree.
 *
 * @see https://keras.io/api/ops/numpy/#concatenate-function
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

/**
 * Tensors of one shape joined along a new axis (0 by default).
 *
 * @see https://keras.io/api/ops/numpy/#stack-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.stack([[1, 2], [3, 4]], 1).array()); // => [[1, 3], [2, 4]]
 * ```
 */
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

/**
 * Joined side by side: along axis 1 (vectors along axis 0).
 *
 * @see https://keras.io/api/ops/numpy/#hstack-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hstack([[1], [2, 3]]).array()); // => [1, 2, 3]
 * ```
 */
export function hstack(xs: readonly TensorLike[]): Tensor {
  const parts = xs.map((x) => atLeastRank(x, 1));
  return concatenate(parts, parts[0]?.shape.length === 1 ? 0 : 1);
}

/**
 * Joined on top of each other: along axis 0, vectors as rows.
 *
 * @see https://keras.io/api/ops/numpy/#vstack-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.vstack([[1, 2], [3, 4]]).array()); // => [[1, 2], [3, 4]]
 * ```
 */
export function vstack(xs: readonly TensorLike[]): Tensor {
  return concatenate(
    xs.map((x) => atLeastRank(x, 2)),
    0,
  );
}

/**
 * Joined in depth: along axis 2.
 *
 * @see https://keras.io/api/ops/numpy/#dstack-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.dstack([[1, 2], [3, 4]]).array()); // => [[[1, 3], [2, 4]]]
 * ```
 */
export function dstack(xs: readonly TensorLike[]): Tensor {
  return concatenate(
    xs.map((x) => atLeastRank(x, 3)),
    2,
  );
}

/**
 * Vectors as columns of a matrix; matrices side by side.
 *
 * @see https://keras.io/api/ops/numpy/#column_stack-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.columnStack([[1, 2], [3, 4]]).array()); // => [[1, 3], [2, 4]]
 * ```
 */
export function columnStack(xs: readonly TensorLike[]): Tensor {
  const columns = xs.map((x) => {
    const node = nodeOf(x);
    return node.shape.length < 2 ? tensor(g.reshape(node, [node.shape[0] ?? 1, 1])) : tensor(node);
  });
  return concatenate(columns, 1);
}

/**
 * x2 joined to x1 along an axis; without one, both are flattened first.
 *
 * @see https://keras.io/api/ops/numpy/#append-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.append([1, 2], [3]).array()); // => [1, 2, 3]
 * ```
 */
export function append(x1: TensorLike, x2: TensorLike, options?: number | { axis?: number | null } | null): Tensor {
  const axis = typeof options === 'number' ? options : (options?.axis ?? null);
  if (axis !== null) return concatenate([x1, x2], axis);
  return concatenate(
    [x1, x2].map((x) => tensor(g.reshape(nodeOf(x), [nodeOf(x).shape.reduce((a, b) => a * b, 1)]))),
    0,
  );
}
