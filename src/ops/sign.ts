import * as g from '../graph/build.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { nodeOf, tensor } from './operands.ts';

/**
 * -1, 0 or 1, in the dtype of x. Its gradient is zero.
 *
 * @see https://keras.io/api/ops/numpy/#sign-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sign([-3, 0, 5]).array()); // => [-1, 0, 1]
 * ```
 */
export function sign(x: TensorLike): Tensor {
  const node = nodeOf(x);
  if (node.dtype === 'bool') return tensor(node);
  if (node.dtype === 'uint32') return tensor(g.binary('min', node, g.likeConstant(node, 1)));
  return tensor(g.unary('sign', node));
}

/**
 * True where the sign bit is set: negative numbers and -0.
 *
 * @see https://keras.io/api/ops/numpy/#signbit-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.signbit([-3, 0, 5]).array()); // => [1, 0, 0]
 * ```
 */
export function signbit(x: TensorLike): Tensor {
  const node = nodeOf(x);
  if (node.dtype === 'bool' || node.dtype === 'uint32') return tensor(g.constant(0, node.shape, 'bool'));
  const bits = g.bitcast(node, 'int32');
  return tensor(g.lt(bits, g.zerosLike(bits)));
}
