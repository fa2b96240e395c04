import * as g from '../graph/build.ts';
import type { BinaryOp, Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, nodeOf, numeric, resultDtype, tensor } from './operands.ts';

function integers(
  op: BinaryOp | ((a: Node, b: Node) => Node),
  x: TensorLike,
  y: TensorLike,
  dtype = resultDtype(x, y),
): Tensor {
  if (isFloat(dtype)) throw badArgument('x', 'and `y` integers or booleans', nodeOf(x).dtype);
  return combine(typeof op === 'string' ? (a, b) => g.binary(op, a, b) : op, x, y, dtype);
}

/**
 * The bits that both have.
 *
 * @see https://keras.io/api/ops/numpy/#bitwise_and-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bitwiseAnd(new Int32Array([12]), new Int32Array([10])).array()); // => [8]
 * ```
 */
export function bitwiseAnd(x: TensorLike, y: TensorLike): Tensor {
  return integers('bitAnd', x, y);
}

/**
 * The bits that either has.
 *
 * @see https://keras.io/api/ops/numpy/#bitwise_or-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bitwiseOr(new Int32Array([12]), new Int32Array([10])).array()); // => [14]
 * ```
 */
export function bitwiseOr(x: TensorLike, y: TensorLike): Tensor {
  return integers('bitOr', x, y);
}

/**
 * The bits that one of them has.
 *
 * @see https://keras.io/api/ops/numpy/#bitwise_xor-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bitwiseXor(new Int32Array([12]), new Int32Array([10])).array()); // => [6]
 * ```
 */
export function bitwiseXor(x: TensorLike, y: TensorLike): Tensor {
  return integers('bitXor', x, y);
}

const ones = (node: Node): Node =>
  g.likeConstant(node, node.dtype === 'bool' ? 1 : node.dtype === 'uint32' ? 2 ** 32 - 1 : -1);

/**
 * All bits turned over; `not` for booleans.
 *
 * @see https://keras.io/api/ops/numpy/#bitwise_invert-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bitwiseInvert(new Int32Array([0, 5])).array()); // => [-1, -6]
 * ```
 */
export function bitwiseInvert(x: TensorLike): Tensor {
  const node = nodeOf(x);
  if (isFloat(node.dtype)) throw badArgument('x', 'integers or booleans', node.dtype);
  return tensor(g.binary('bitXor', node, ones(node)));
}

/**
 * The same as `bitwiseInvert`.
 *
 * @see https://keras.io/api/ops/numpy/#bitwise_not-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bitwiseNot(new Int32Array([0, 5])).array()); // => [-1, -6]
 * ```
 */
export const bitwiseNot = bitwiseInvert;

/**
 * x moved y bits to the left.
 *
 * @see https://keras.io/api/ops/numpy/#bitwise_left_shift-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bitwiseLeftShift(new Int32Array([1, 3]), 4).array()); // => [16, 48]
 * ```
 */
export function bitwiseLeftShift(x: TensorLike, y: TensorLike): Tensor {
  return integers('shiftLeft', x, y, numeric(resultDtype(x, y)));
}

/**
 * x moved y bits to the right; the sign stays.
 *
 * @see https://keras.io/api/ops/numpy/#bitwise_right_shift-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.bitwiseRightShift(new Int32Array([-16, 16]), 2).array()); // => [-4, 4]
 * ```
 */
export function bitwiseRightShift(x: TensorLike, y: TensorLike): Tensor {
  return integers(
    (a, b) => {
      if (a.dtype === 'uint32') return g.binary('shiftRight', a, b);
      // The primitive shifts zeros in; the complement of a negative number needs just that.
      const negative = g.lt(a, g.zerosLike(a));
      const flipped = g.where(negative, g.binary('bitXor', a, ones(a)), a);
      const shifted = g.binary('shiftRight', flipped, b);
      return g.where(negative, g.binary('bitXor', shifted, ones(a)), shifted);
    },
    x,
    y,
    numeric(resultDtype(x, y)),
  );
}

/**
 * The same as `bitwiseLeftShift`.
 *
 * @see https://keras.io/api/ops/numpy/#left_shift-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.leftShift(new Int32Array([1, 3]), 4).array()); // => [16, 48]
 * ```
 */
export const leftShift = bitwiseLeftShift;

/**
 * The same as `bitwiseRightShift`.
 *
 * @see https://keras.io/api/ops/numpy/#right_shift-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.rightShift(new Int32Array([-16, 16]), 2).array()); // => [-4, 4]
 * ```
 */
export const rightShift = bitwiseRightShift;
