import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, numeric, resultDtype } from './operands.ts';

/** True where a remainder must be moved to the divisor's sign. */
function wrongSign(remainder: Node, divisor: Node): Node {
  const zero = g.zerosLike(divisor);
  const differs = g.binary('bitXor', g.lt(remainder, zero), g.lt(divisor, zero));
  return g.binary('bitAnd', g.compare('ne', remainder, zero), differs);
}

function flooredRemainder(a: Node, b: Node): Node {
  const remainder = g.binary('rem', a, b);
  return g.where(wrongSign(remainder, b), g.add(remainder, b), remainder);
}

/**
 * Remainder of the floored division, with the sign of the divisor: x1 - floor(x1 / x2) x2, as Python's `%`.
 *
 * @see https://keras.io/api/ops/numpy/#mod-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.mod([7, -7], 3).array()); // => [1, 2]
 * ```
 */
export function mod(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(flooredRemainder, x1, x2, numeric(resultDtype(x1, x2)));
}

/**
 * Remainder of the truncated division, with the sign of the dividend, as C's and JavaScript's `%`.
 *
 * @see https://keras.io/api/ops/numpy/#fmod-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.fmod([7, -7], 3).array()); // => [1, -1]
 * ```
 */
export function fmod(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => g.binary('rem', a, b), x1, x2, numeric(resultDtype(x1, x2)));
}

/**
 * floor(x1 / x2), computed exactly: integers stay integers. Integer division by zero gives 0.
 *
 * @see https://keras.io/api/ops/numpy/#floor_divide-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.floorDivide([7, -7], 3).array()); // => [2, -3]
 * ```
 */
export function floorDivide(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(
    (a, b) => {
      if (isFloat(a.dtype)) {
        const quotient = g.unary('round', g.div(g.sub(a, flooredRemainder(a, b)), b));
        return g.where(g.eq(b, g.zerosLike(b)), g.div(a, b), quotient);
      }
      const quotient = g.div(a, b);
      return g.where(wrongSign(g.binary('rem', a, b), b), g.sub(quotient, g.likeConstant(a, 1)), quotient);
    },
    x1,
    x2,
    numeric(resultDtype(x1, x2)),
  );
}
