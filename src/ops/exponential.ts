import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { combine, floatDtype, floatNode, tensor } from './operands.ts';

const times = (x: Node, factor: number): Node => g.mul(x, g.likeConstant(x, factor));

/**
 * e to the power x, as float32.
 *
 * @see https://keras.io/api/ops/numpy/#exp-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.exp([0, 1]).array()); // => [1, 2.718282]
 * ```
 */
export function exp(x: TensorLike): Tensor {
  return tensor(g.exp(floatNode(x)));
}

/**
 * 2 to the power x, as float32.
 *
 * @see https://keras.io/api/ops/numpy/#exp2-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.exp2([3, -1]).array()); // => [8, 0.5]
 * ```
 */
export function exp2(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.binary('pow', g.likeConstant(node, 2), node));
}

/**
 * exp(x) - 1, accurate near 0.
 *
 * @see https://keras.io/api/ops/numpy/#expm1-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.expm1([0, 1]).array()); // => [0, 1.718282]
 * ```
 */
export function expm1(x: TensorLike): Tensor {
  return tensor(g.unary('expm1', floatNode(x)));
}

/**
 * The natural logarithm; -Infinity at 0, NaN below.
 *
 * @see https://keras.io/api/ops/numpy/#log-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.log([1, 10]).array()); // => [0, 2.302585]
 * ```
 */
export function log(x: TensorLike): Tensor {
  return tensor(g.unary('log', floatNode(x)));
}

/**
 * log(1 + x), accurate near 0.
 *
 * @see https://keras.io/api/ops/numpy/#log1p-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.log1p([0, 1]).array()); // => [0, 0.6931472]
 * ```
 */
export function log1p(x: TensorLike): Tensor {
  return tensor(g.unary('log1p', floatNode(x)));
}

/**
 * The logarithm to the base 2.
 *
 * @see https://keras.io/api/ops/numpy/#log2-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.log2([8, 0.5]).array()); // => [3, -1]
 * ```
 */
export function log2(x: TensorLike): Tensor {
  return tensor(times(g.unary('log', floatNode(x)), Math.LOG2E));
}

/**
 * The logarithm to the base 10.
 *
 * @see https://keras.io/api/ops/numpy/#log10-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.log10([1000, 0.1]).array()); // => [3, -1]
 * ```
 */
export function log10(x: TensorLike): Tensor {
  return tensor(times(g.unary('log', floatNode(x)), Math.LOG10E));
}

/** max(a, b) + f(|a - b|), where f(d) = log(1 + exp(-d)) in some base; infinities of one sign add up. */
function addLogs(a: Node, b: Node, base: number): Node {
  const difference = g.sub(a, b);
  const undefinedThere = g.compare('ne', difference, difference);
  const distance = g.unary('abs', g.where(undefinedThere, g.zerosLike(a), difference));
  const rest = g.unary('log1p', g.exp(times(distance, -Math.log(base))));
  const sum = g.add(g.binary('max', a, b), times(rest, 1 / Math.log(base)));
  return g.where(undefinedThere, g.add(a, b), sum);
}

/**
 * log(exp(x1) + exp(x2)), without overflow.
 *
 * @see https://keras.io/api/ops/numpy/#logaddexp-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logaddexp(1000, 1000).item()); // => 1000.693
 * ```
 */
export function logaddexp(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => addLogs(a, b, Math.E), x1, x2, floatDtype(x1, x2));
}

/**
 * log2(2^x1 + 2^x2), without overflow.
 *
 * @see https://keras.io/api/ops/numpy/#logaddexp2-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.logaddexp2(3, 3).item()); // => 4
 * ```
 */
export function logaddexp2(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => addLogs(a, b, 2), x1, x2, floatDtype(x1, x2));
}

/**
 * The square root; NaN for negative numbers.
 *
 * @see https://keras.io/api/ops/numpy/#sqrt-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sqrt([4, 2]).array()); // => [2, 1.414214]
 * ```
 */
export function sqrt(x: TensorLike): Tensor {
  return tensor(g.sqrt(floatNode(x)));
}

/**
 * 1 / sqrt(x).
 *
 * @see https://keras.io/api/ops/core/#rsqrt-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.rsqrt([4, 16]).array()); // => [0.5, 0.25]
 * ```
 */
export function rsqrt(x: TensorLike): Tensor {
  return tensor(g.unary('rsqrt', floatNode(x)));
}

/**
 * The real cube root, also of negative numbers.
 *
 * @see https://keras.io/api/ops/numpy/#cbrt-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cbrt([27, -8]).array()); // => [3, -2]
 * ```
 */
export function cbrt(x: TensorLike): Tensor {
  const node = floatNode(x);
  const magnitude = g.binary('pow', g.unary('abs', node), g.likeConstant(node, 1 / 3));
  return tensor(g.mul(g.unary('sign', node), magnitude));
}

/**
 * The error function 2/sqrt(pi) ∫₀ˣ exp(-t²) dt.
 *
 * @see https://keras.io/api/ops/core/#erf-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.erf([0, 1]).array()); // => [0, 0.8427008]
 * ```
 */
export function erf(x: TensorLike): Tensor {
  return tensor(g.unary('erf', floatNode(x)));
}

/**
 * 1 - erf(x).
 *
 * @see https://keras.io/api/ops/core/#erfc-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.erfc([0, 1]).array()); // => [1, 0.1572992]
 * ```
 */
export function erfc(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.sub(g.likeConstant(node, 1), g.unary('erf', node)));
}

/**
 * The inverse of erf, on (-1, 1).
 *
 * @see https://keras.io/api/ops/core/#erfinv-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.erfinv([0, 0.5]).array()); // => [0, 0.4769363]
 * ```
 */
export function erfinv(x: TensorLike): Tensor {
  return tensor(g.unary('erfInv', floatNode(x)));
}
