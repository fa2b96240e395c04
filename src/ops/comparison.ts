import * as g from '../graph/build.ts';
import type { CompareOp, Node } from '../graph/node.ts';
import { isFloat } from '../support/dtype.ts';
import { checkOptions } from '../support/errors.ts';
import { range } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, floatDtype, nodeOf, numeric, resultDtype, tensor } from './operands.ts';

const comparison = (op: CompareOp, x1: TensorLike, x2: TensorLike): Tensor =>
  combine((a, b) => g.compare(op, a, b), x1, x2, numeric(resultDtype(x1, x2)));

/**
 * x1 == x2, elementwise with broadcasting; a bool tensor, as of all comparisons.
 *
 * @see https://keras.io/api/ops/numpy/#equal-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.equal([1, 2], [1, 3]).array()); // => [1, 0]
 * ```
 */
export function equal(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('eq', x1, x2);
}

/**
 * x1 != x2, elementwise with broadcasting.
 *
 * @see https://keras.io/api/ops/numpy/#not_equal-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.notEqual([1, 2], [1, 3]).array()); // => [0, 1]
 * ```
 */
export function notEqual(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('ne', x1, x2);
}

/**
 * x1 < x2, elementwise with broadcasting.
 *
 * @see https://keras.io/api/ops/numpy/#less-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.less([1, 2, 3], 2).array()); // => [1, 0, 0]
 * ```
 */
export function less(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('lt', x1, x2);
}

/**
 * x1 <= x2, elementwise with broadcasting.
 *
 * @see https://keras.io/api/ops/numpy/#less_equal-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.lessEqual([1, 2, 3], 2).array()); // => [1, 1, 0]
 * ```
 */
export function lessEqual(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('le', x1, x2);
}

/**
 * x1 > x2, elementwise with broadcasting.
 *
 * @see https://keras.io/api/ops/numpy/#greater-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.greater([1, 2, 3], 2).array()); // => [0, 0, 1]
 * ```
 */
export function greater(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('gt', x1, x2);
}

/**
 * x1 >= x2, elementwise with broadcasting.
 *
 * @see https://keras.io/api/ops/numpy/#greater_equal-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.greaterEqual([1, 2, 3], 2).array()); // => [0, 1, 1]
 * ```
 */
export function greaterEqual(x1: TensorLike, x2: TensorLike): Tensor {
  return comparison('ge', x1, x2);
}

const nanAt = (x: Node): Node => g.compare('ne', x, x);

/** A test of float elements; integers all give `otherwise`. */
function classify(x: TensorLike, otherwise: boolean, test: (node: Node) => Node): Tensor {
  const node = nodeOf(x);
  return tensor(isFloat(node.dtype) ? test(node) : g.constant(otherwise ? 1 : 0, node.shape, 'bool'));
}

/**
 * True where x is not a number.
 *
 * @see https://keras.io/api/ops/numpy/#isnan-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isnan([1, Number.NaN]).array()); // => [0, 1]
 * ```
 */
export function isnan(x: TensorLike): Tensor {
  return classify(x, false, nanAt);
}

/**
 * True where x is neither infinite nor NaN.
 *
 * @see https://keras.io/api/ops/numpy/#isfinite-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isfinite([1, Number.POSITIVE_INFINITY]).array()); // => [1, 0]
 * ```
 */
export function isfinite(x: TensorLike): Tensor {
  return classify(x, true, (node) => g.lt(g.unary('abs', node), g.likeConstant(node, Number.POSITIVE_INFINITY)));
}

/**
 * True where x is infinite, of either sign.
 *
 * @see https://keras.io/api/ops/numpy/#isinf-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isinf([1, Number.NEGATIVE_INFINITY]).array()); // => [0, 1]
 * ```
 */
export function isinf(x: TensorLike): Tensor {
  return classify(x, false, (node) => g.eq(g.unary('abs', node), g.likeConstant(node, Number.POSITIVE_INFINITY)));
}

/**
 * True where x is +Infinity.
 *
 * @see https://keras.io/api/ops/numpy/#isposinf-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isposinf([1, Number.POSITIVE_INFINITY]).array()); // => [0, 1]
 * ```
 */
export function isposinf(x: TensorLike): Tensor {
  return classify(x, false, (node) => g.eq(node, g.likeConstant(node, Number.POSITIVE_INFINITY)));
}

/**
 * True where x is -Infinity.
 *
 * @see https://keras.io/api/ops/numpy/#isneginf-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isneginf([1, Number.NEGATIVE_INFINITY]).array()); // => [0, 1]
 * ```
 */
export function isneginf(x: TensorLike): Tensor {
  return classify(x, false, (node) => g.eq(node, g.likeConstant(node, Number.NEGATIVE_INFINITY)));
}

export interface CloseOptions {
  /** Relative to |x2|. Default 1e-5. */
  readonly rtol?: number;
  /** Default 1e-8. */
  readonly atol?: number;
  /** Whether NaN is close to NaN. Default false. */
  readonly equalNan?: boolean;
}

/**
 * |x1 - x2| <= atol + rtol |x2|, elementwise; infinities are close to themselves.
 *
 * @see https://keras.io/api/ops/numpy/#isclose-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.isclose([1, 1], [1.000001, 1.1]).array()); // => [1, 0]
 * ```
 */
export function isclose(x1: TensorLike, x2: TensorLike, options: CloseOptions = {}): Tensor {
  checkOptions('isclose', options, ['rtol', 'atol', 'equalNan']);
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = options;
  return combine(
    (a, b) => {
      const size = g.unary('abs', b);
      const allowed = g.add(g.likeConstant(a, atol), g.mul(g.likeConstant(a, rtol), size));
      const finite = g.lt(g.binary('max', g.unary('abs', a), size), g.likeConstant(a, Number.POSITIVE_INFINITY));
      const near = g.binary('bitAnd', finite, g.compare('le', g.unary('abs', g.sub(a, b)), allowed));
      const same = g.binary('bitOr', near, g.eq(a, b));
      return equalNan ? g.binary('bitOr', same, g.binary('bitAnd', nanAt(a), nanAt(b))) : same;
    },
    x1,
    x2,
    floatDtype(x1, x2),
  );
}

/**
 * Whether `isclose` holds everywhere: a bool scalar.
 *
 * @see https://keras.io/api/ops/numpy/#allclose-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.allclose([1, 2], [1, 2.1], { atol: 0.2 }).item()); // => 1
 * ```
 */
export function allclose(x1: TensorLike, x2: TensorLike, options: CloseOptions = {}): Tensor {
  const close = g.cast(isclose(x1, x2, options).node, 'int32');
  return tensor(g.cast(g.reduce('reduceMin', close, range(close.shape.length)), 'bool'));
}
