import * as g from '../graph/build.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, floatDtype, nodeOf, numeric, resultDtype, tensor } from './operands.ts';

const MAX_UNROLLED_EXPONENT = 3;

/**
 * x1 to the power x2, elementwise with broadcasting. A negative base with a fractional exponent gives NaN; an integer
 * base takes an integer exponent.
 *
 * @see https://keras.io/api/ops/numpy/#power-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.power([2, 3], [10, 2]).array()); // => [1024, 9]
 * ```
 */
export function power(x1: TensorLike, x2: TensorLike): Tensor {
  const dtype = numeric(resultDtype(x1, x2));
  if (typeof x2 === 'number' && Number.isInteger(x2) && x2 >= 1 && x2 <= MAX_UNROLLED_EXPONENT) {
    const base = nodeOf(x1, dtype);
    let product = base;
    for (let i = 1; i < x2; i++) product = g.mul(product, base);
    return tensor(product);
  }
  return combine((a, b) => g.binary('pow', a, b), x1, x2, dtype);
}

/**
 * sqrt(x1² + x2²), without overflow.
 *
 * @see https://keras.io/api/ops/numpy/#hypot-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.hypot([3], [4]).array()); // => [5]
 * ```
 */
export function hypot(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(
    (a, b) => {
      const [u, v] = [g.unary('abs', a), g.unary('abs', b)];
      const largest = g.binary('max', u, v);
      const scale = g.where(g.eq(largest, g.zerosLike(a)), g.likeConstant(a, 1), largest);
      const ratio = g.div(g.binary('min', u, v), scale);
      return g.mul(largest, g.sqrt(g.add(g.likeConstant(a, 1), g.mul(ratio, ratio))));
    },
    x1,
    x2,
    floatDtype(x1, x2),
  );
}
