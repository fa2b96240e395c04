import * as g from '../graph/build.ts';
import { isFloat } from '../support/dtype.ts';
import { checkOptions } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { floatNode, nodeOf, tensor } from './operands.ts';

/**
 * The largest whole number that is not above x, as float32.
 *
 * @see https://keras.io/api/ops/numpy/#floor-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.floor([1.5, -1.5]).array()); // => [1, -2]
 * ```
 */
export function floor(x: TensorLike): Tensor {
  return tensor(g.unary('floor', floatNode(x)));
}

/**
 * The smallest whole number that is not below x, as float32.
 *
 * @see https://keras.io/api/ops/numpy/#ceil-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.ceil([1.5, -1.5]).array()); // => [2, -1]
 * ```
 */
export function ceil(x: TensorLike): Tensor {
  return tensor(g.unary('ceil', floatNode(x)));
}

/**
 * The whole number next to x towards zero; integers stay as they are.
 *
 * @see https://keras.io/api/ops/numpy/#trunc-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.trunc([1.5, -1.5]).array()); // => [1, -1]
 * ```
 */
export function trunc(x: TensorLike): Tensor {
  const node = nodeOf(x);
  if (!isFloat(node.dtype)) return tensor(node);
  return tensor(g.where(g.lt(node, g.zerosLike(node)), g.unary('ceil', node), g.unary('floor', node)));
}

/**
 * Rounds to `decimals` places after the point (before it, when negative); halves go to the even neighbour.
 *
 * @see https://keras.io/api/ops/numpy/#round-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.round([0.5, 1.5, -2.4]).array()); // => [0, 2, -2]
 * ```
 */
export function round(x: TensorLike, options: number | { decimals?: number } = {}): Tensor {
  if (typeof options !== 'number') checkOptions('round', options, ['decimals']);
  const decimals = typeof options === 'number' ? options : (options.decimals ?? 0);
  const node = nodeOf(x);
  if (decimals === 0) return tensor(isFloat(node.dtype) ? g.unary('round', node) : node);
  const value = isFloat(node.dtype) ? node : g.cast(node, 'float32');
  const scale = g.likeConstant(value, 10 ** Math.abs(decimals));
  const rounded =
    decimals > 0
      ? g.div(g.unary('round', g.mul(value, scale)), scale)
      : g.mul(g.unary('round', g.div(value, scale)), scale);
  return tensor(g.cast(rounded, node.dtype));
}
