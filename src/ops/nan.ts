import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, nodeOf, tensor } from './operands.ts';

const isNan = (x: Node): Node => g.compare('ne', x, x);

/**
 * The larger of two, elementwise, ignoring NaN where the other is a number.
 *
 * @see https://keras.io/api/ops/numpy/#fmax-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.fmax([1, Number.NaN], [3, 2]).array()); // => [3, 2]
 * ```
 */
export function fmax(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => g.where(isNan(b), a, g.where(isNan(a), b, g.where(g.gt(a, b), a, b))), x1, x2);
}

/**
 * The smaller of two, elementwise, ignoring NaN where the other is a number.
 *
 * @see https://keras.io/api/ops/numpy/#fmin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.fmin([1, Number.NaN], [3, 2]).array()); // => [1, 2]
 * ```
 */
export function fmin(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => g.where(isNan(b), a, g.where(isNan(a), b, g.where(g.lt(a, b), a, b))), x1, x2);
}

/**
 * Replaces NaN by `nan` (0) and infinities by the largest finite numbers or what is given.
 *
 * @see https://keras.io/api/ops/numpy/#nan_to_num-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.nanToNum([1, Number.NaN], { nan: 5 }).array()); // => [1, 5]
 * ```
 */
export function nanToNum(
  x: TensorLike,
  options: { nan?: number; posinf?: number | null; neginf?: number | null } = {},
): Tensor {
  const node = nodeOf(x);
  if (!isFloat(node.dtype)) return tensor(node);
  const largest = 3.4028234663852886e38;
  const put = (condition: Node, value: number, rest: Node) => g.where(condition, g.likeConstant(node, value), rest);
  const infinite = (value: number) => g.eq(node, g.likeConstant(node, value));
  const positive = put(infinite(Number.POSITIVE_INFINITY), options.posinf ?? largest, node);
  const finite = put(infinite(Number.NEGATIVE_INFINITY), options.neginf ?? -largest, positive);
  return tensor(put(isNan(node), options.nan ?? 0, finite));
}
