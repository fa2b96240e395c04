import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { broadcastNodes, combine, floatDtype, floatNode, nodeOf, numeric, resultDtype, tensor } from './operands.ts';

/**
 * x1 + x2, elementwise with broadcasting. For booleans: or.
 *
 * @see https://keras.io/api/ops/numpy/#add-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.add([[1, 2], [3, 4]], [10, 20]).array()); // => [[11, 22], [13, 24]]
 * ```
 */
export function add(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? combine((a, b) => g.binary('bitOr', a, b), x1, x2) : combine(g.add, x1, x2);
}

/**
 * x1 - x2, elementwise with broadcasting. Booleans count as 0 and 1.
 *
 * @see https://keras.io/api/ops/numpy/#subtract-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.subtract([5, 7], 2).array()); // => [3, 5]
 * ```
 */
export function subtract(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(g.sub, x1, x2, numeric(resultDtype(x1, x2)));
}

/**
 * x1 * x2, elementwise with broadcasting. For booleans: and.
 *
 * @see https://keras.io/api/ops/numpy/#multiply-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.multiply([[1], [2]], [10, 20]).array()); // => [[10, 20], [20, 40]]
 * ```
 */
export function multiply(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? combine((a, b) => g.binary('bitAnd', a, b), x1, x2) : combine(g.mul, x1, x2);
}

/**
 * x1 / x2, elementwise with broadcasting, always float32: integers are divided as real numbers.
 *
 * @see https://keras.io/api/ops/numpy/#divide-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.divide(new Int32Array([1, 3]), 2).array()); // => [0.5, 1.5]
 * ```
 */
export function divide(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(g.div, x1, x2, floatDtype(x1, x2));
}

/**
 * The same as `divide`.
 *
 * @see https://keras.io/api/ops/numpy/#true_divide-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.trueDivide([1, 3], 2).array()); // => [0.5, 1.5]
 * ```
 */
export const trueDivide = divide;

/**
 * x1 / x2, and 0 where x2 is 0; its gradient is finite there, too.
 *
 * @see https://keras.io/api/ops/numpy/#divide_no_nan-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.divideNoNan([1, 6], [0, 2]).array()); // => [0, 3]
 * ```
 */
export function divideNoNan(x1: TensorLike, x2: TensorLike): Tensor {
  return combine(
    (a, b) => {
      const zero = g.zerosLike(b);
      const undefinedThere = g.eq(b, zero);
      return g.where(undefinedThere, zero, g.div(a, g.where(undefinedThere, g.likeConstant(b, 1), b)));
    },
    x1,
    x2,
    floatDtype(x1, x2),
  );
}

/**
 * -x.
 *
 * @see https://keras.io/api/ops/numpy/#negative-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.negative([1, -2]).array()); // => [-1, 2]
 * ```
 */
export function negative(x: TensorLike): Tensor {
  return tensor(g.neg(nodeOf(x, numeric(resultDtype(x)))));
}

/**
 * |x|; booleans and unsigned integers stay as they are.
 *
 * @see https://keras.io/api/ops/numpy/#absolute-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.absolute([1, -2]).array()); // => [1, 2]
 * ```
 */
export function absolute(x: TensorLike): Tensor {
  const node = nodeOf(x);
  return tensor(node.dtype === 'bool' || node.dtype === 'uint32' ? node : g.unary('abs', node));
}

/**
 * The same as `absolute`.
 *
 * @see https://keras.io/api/ops/numpy/#abs-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.abs([1, -2]).array()); // => [1, 2]
 * ```
 */
export const abs = absolute;

/**
 * |x| as float32.
 *
 * @see https://keras.io/api/ops/numpy/#fabs-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.fabs([1, -2]).array()); // => [1, 2]
 * ```
 */
export function fabs(x: TensorLike): Tensor {
  return tensor(g.unary('abs', floatNode(x)));
}

/**
 * x².
 *
 * @see https://keras.io/api/ops/numpy/#square-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.square([1, -3]).array()); // => [1, 9]
 * ```
 */
export function square(x: TensorLike): Tensor {
  const node = nodeOf(x, numeric(resultDtype(x)));
  return tensor(g.mul(node, node));
}

/**
 * 1 / x, as float32.
 *
 * @see https://keras.io/api/ops/numpy/#reciprocal-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.reciprocal([2, 4]).array()); // => [0.5, 0.25]
 * ```
 */
export function reciprocal(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.div(g.likeConstant(node, 1), node));
}

/**
 * The larger of two, elementwise; NaN where either is NaN. Equal operands share the gradient.
 *
 * @see https://keras.io/api/ops/numpy/#maximum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.maximum([1, 5], [3, 2]).array()); // => [3, 5]
 * ```
 */
export function maximum(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? add(x1, x2) : combine((a, b) => g.binary('max', a, b), x1, x2);
}

/**
 * The smaller of two, elementwise; NaN where either is NaN. Equal operands share the gradient.
 *
 * @see https://keras.io/api/ops/numpy/#minimum-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.minimum([1, 5], [3, 2]).array()); // => [1, 2]
 * ```
 */
export function minimum(x1: TensorLike, x2: TensorLike): Tensor {
  return resultDtype(x1, x2) === 'bool' ? multiply(x1, x2) : combine((a, b) => g.binary('min', a, b), x1, x2);
}

/**
 * The values limited to [xMin, xMax]. The gradient is that of minimum(maximum(x, xMin), xMax).
 *
 * @see https://keras.io/api/ops/numpy/#clip-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.clip([-3, 0.5, 3], -1, 1).array()); // => [-1, 0.5, 1]
 * ```
 */
export function clip(x: TensorLike, xMin: TensorLike, xMax: TensorLike): Tensor {
  const [value, low, high] = broadcastNodes([x, xMin, xMax], numeric(resultDtype(x, xMin, xMax))) as [Node, Node, Node];
  return tensor(g.binary('min', g.binary('max', value, low), high));
}
