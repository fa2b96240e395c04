import * as g from '../graph/build.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { normalizeAxes, normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { swapaxes } from './axis-order.ts';
import { nodeOf, tensor } from './operands.ts';
import type { Axis } from './options.ts';
import { isList } from './options.ts';

/**
 * The elements in reverse order along the axes (all by default).
 *
 * @see https://keras.io/api/ops/numpy/#flip-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.flip([1, 2, 3]).array()); // => [3, 2, 1]
 * ```
 */
export function flip(x: TensorLike, options?: Axis | { axis?: Axis }): Tensor {
  const node = nodeOf(x);
  const axis =
    options === undefined || options === null || typeof options === 'number' || isList(options)
      ? options
      : options.axis;
  return tensor(g.flip(node, normalizeAxes(axis, node.shape.length)));
}

/**
 * Reversed along axis 1.
 *
 * @see https://keras.io/api/ops/numpy/#fliplr-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.fliplr([[1, 2], [3, 4]]).array()); // => [[2, 1], [4, 3]]
 * ```
 */
export function fliplr(x: TensorLike): Tensor {
  return flip(x, 1);
}

/**
 * Reversed along axis 0.
 *
 * @see https://keras.io/api/ops/numpy/#flipud-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.flipud([[1, 2], [3, 4]]).array()); // => [[3, 4], [1, 2]]
 * ```
 */
export function flipud(x: TensorLike): Tensor {
  return flip(x, 0);
}

/**
 * Turned by 90 degrees k times, from the first towards the second axis of `axes`.
 *
 * @see https://keras.io/api/ops/numpy/#rot90-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.rot90([[1, 2], [3, 4]]).array()); // => [[2, 4], [1, 3]]
 * ```
 */
export function rot90(
  array: TensorLike,
  options: number | { k?: number; axes?: readonly [number, number] } = {},
): Tensor {
  const chosen = typeof options === 'number' ? { k: options } : options;
  checkOptions('rot90', chosen, ['k', 'axes']);
  const node = nodeOf(array);
  const [a, b] = ('axes' in chosen && chosen.axes ? chosen.axes : ([0, 1] as const)).map((axis) =>
    normalizeAxis(axis, node.shape.length, 'axes'),
  );
  if (a === undefined || b === undefined || a === b)
    throw badArgument('axes', 'two different axes', 'axes' in chosen ? chosen.axes : undefined);
  switch ((((chosen.k ?? 1) % 4) + 4) % 4) {
    case 1:
      return flip(swapaxes(array, a, b), a);
    case 2:
      return flip(array, [a, b]);
    case 3:
      return swapaxes(flip(array, a), a, b);
    default:
      return tensor(node);
  }
}
