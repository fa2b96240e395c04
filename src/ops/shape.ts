import * as g from '../graph/build.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { formatShape, normalizeAxes, normalizeAxis, range, sizeOf } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { isList, shapeOf } from './options.ts';

/**
 * The same elements in another shape. One extent may be -1: it follows from the others.
 *
 * @see https://keras.io/api/ops/numpy/#reshape-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(ops.reshape(ops.arange(6), [2, -1]).shape); // => [2, 3]
 * ```
 */
export function reshape(x: TensorLike, newshape: number | readonly number[]): Tensor {
  const node = nodeOf(x);
  const wanted = typeof newshape === 'number' ? [newshape] : [...newshape];
  const unknown = wanted.filter((n) => n === -1).length;
  const known = sizeOf(wanted.filter((n) => n !== -1));
  const size = sizeOf(node.shape);
  const fits = unknown === 0 ? known === size : unknown === 1 && (known === 0 ? size === 0 : size % known === 0);
  if (!fits || wanted.some((n) => !Number.isInteger(n) || n < -1)) {
    throw badArgument('newshape', `a shape with ${size} elements, as ${formatShape(node.shape)} has`, newshape);
  }
  return tensor(
    g.reshape(
      node,
      wanted.map((n) => (n === -1 ? (known === 0 ? 0 : size / known) : n)),
    ),
  );
}

/**
 * All elements along one axis, in row-major order.
 *
 * @see https://keras.io/api/ops/numpy/#ravel-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.ravel([[1, 2], [3, 4]]).array()); // => [1, 2, 3, 4]
 * ```
 */
export function ravel(x: TensorLike): Tensor {
  return reshape(x, -1);
}

/**
 * The axes in another order; reversed by default.
 *
 * @param options the order (axis i of the result is axis `axes[i]` of x), or `{ axes }`
 * @see https://keras.io/api/ops/numpy/#transpose-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.transpose([[1, 2], [3, 4]]).array()); // => [[1, 3], [2, 4]]
 * ```
 */
export function transpose(
  x: TensorLike,
  options: readonly number[] | { axes?: readonly number[] | null } | null = {},
): Tensor {
  const node = nodeOf(x);
  const rank = node.shape.length;
  const axes = options === null || isList(options) ? options : options.axes;
  if (options !== null && !isList(options)) checkOptions('transpose', options, ['axes']);
  const order = (axes ?? range(rank).reverse()).map((axis) => normalizeAxis(axis, rank, 'axes'));
  if (order.length !== rank || new Set(order).size !== rank)
    throw badArgument('axes', `every one of the ${rank} axes once`, axes);
  return tensor(g.transpose(node, order));
}

/**
 * A new axis of extent 1 at `axis` of the result (several, for a list).
 *
 * @see https://keras.io/api/ops/numpy/#expand_dims-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.expandDims([1, 2], 1).array()); // => [[1], [2]]
 * ```
 */
export function expandDims(
  x: TensorLike,
  options: number | readonly number[] | { axis: number | readonly number[] },
): Tensor {
  const node = nodeOf(x);
  const axis = typeof options === 'number' || isList(options) ? options : options.axis;
  const count = typeof axis === 'number' ? 1 : axis.length;
  const rank = node.shape.length + count;
  const added = normalizeAxes(axis, rank);
  const rest = [...node.shape];
  return tensor(
    g.reshape(
      node,
      range(rank).map((i) => (added.includes(i) ? 1 : (rest.shift() ?? 1))),
    ),
  );
}

/**
 * Without the axes of extent 1, or without those that are named.
 *
 * @see https://keras.io/api/ops/numpy/#squeeze-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.squeeze([[1], [2]]).array()); // => [1, 2]
 * ```
 */
export function squeeze(x: TensorLike, options?: Axis | { axis?: Axis }): Tensor {
  const node = nodeOf(x);
  const axis =
    options === undefined || options === null || typeof options === 'number' || isList(options)
      ? (options ?? null)
      : (options.axis ?? null);
  const dropped =
    axis === null
      ? range(node.shape.length).filter((i) => node.shape[i] === 1)
      : normalizeAxes(axis, node.shape.length);
  if (dropped.some((i) => node.shape[i] !== 1)) {
    throw badArgument('axis', `an axis of extent 1 of shape ${formatShape(node.shape)}`, axis);
  }
  return tensor(
    g.reshape(
      node,
      node.shape.filter((_, i) => !dropped.includes(i)),
    ),
  );
}

/**
 * Repeats axes of extent 1 up to `shape`, NumPy's way.
 *
 * @see https://keras.io/api/ops/numpy/#broadcast_to-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.broadcastTo([1, 2], [2, 2]).array()); // => [[1, 2], [1, 2]]
 * ```
 */
export function broadcastTo(x: TensorLike, shape: readonly number[]): Tensor {
  const node = nodeOf(x);
  const target = shapeOf(shape);
  const lead = target.length - node.shape.length;
  if (lead < 0 || node.shape.some((n, i) => n !== 1 && n !== target[i + lead])) {
    throw badArgument('shape', `a shape that ${formatShape(node.shape)} can be broadcast to`, shape);
  }
  return tensor(g.broadcastTo(node, target));
}
