import * as g from '../graph/build.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { constant, scaled } from './node-terms.ts';
import { combine, floatDtype, floatNode, tensor } from './operands.ts';

/**
 * The sine; x in radians.
 *
 * @see https://keras.io/api/ops/numpy/#sin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sin([0, Math.PI / 2]).array()); // => [0, 1]
 * ```
 */
export function sin(x: TensorLike): Tensor {
  return tensor(g.unary('sin', floatNode(x)));
}

/**
 * The cosine; x in radians.
 *
 * @see https://keras.io/api/ops/numpy/#cos-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cos([0, Math.PI]).array()); // => [1, -1]
 * ```
 */
export function cos(x: TensorLike): Tensor {
  return tensor(g.unary('cos', floatNode(x)));
}

/**
 * The tangent; x in radians.
 *
 * @see https://keras.io/api/ops/numpy/#tan-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.tan([0, Math.PI / 4]).array()); // => [0, 1]
 * ```
 */
export function tan(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.div(g.unary('sin', node), g.unary('cos', node)));
}

/**
 * sin(pi x) / (pi x), and 1 at 0.
 *
 * @see https://keras.io/api/ops/numpy/#sinc-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sinc([0, 0.5]).array()); // => [1, 0.6366197]
 * ```
 */
export function sinc(x: TensorLike): Tensor {
  const angle = scaled(floatNode(x), Math.PI);
  const zero = g.eq(angle, constant(angle, 0));
  const safe = g.where(zero, constant(angle, 1), angle);
  return tensor(g.where(zero, constant(angle, 1), g.div(g.unary('sin', safe), safe)));
}

/**
 * The angle in [-pi/2, pi/2] with that sine: atan2(x, sqrt((1 - x)(1 + x))).
 *
 * @see https://keras.io/api/ops/numpy/#arcsin-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arcsin([0, 1]).array()); // => [0, 1.570796]
 * ```
 */
export function arcsin(x: TensorLike): Tensor {
  const node = floatNode(x);
  const one = constant(node, 1);
  return tensor(g.binary('atan2', node, g.sqrt(g.mul(g.sub(one, node), g.add(one, node)))));
}

/**
 * The angle in [0, pi] with that cosine: atan2(sqrt((1 - x)(1 + x)), x).
 *
 * @see https://keras.io/api/ops/numpy/#arccos-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arccos([1, 0]).array()); // => [0, 1.570796]
 * ```
 */
export function arccos(x: TensorLike): Tensor {
  const node = floatNode(x);
  const one = constant(node, 1);
  return tensor(g.binary('atan2', g.sqrt(g.mul(g.sub(one, node), g.add(one, node))), node));
}

/**
 * The angle in (-pi/2, pi/2) with that tangent.
 *
 * @see https://keras.io/api/ops/numpy/#arctan-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arctan([0, 1]).array()); // => [0, 0.7853982]
 * ```
 */
export function arctan(x: TensorLike): Tensor {
  return tensor(g.unary('atan', floatNode(x)));
}

/**
 * The angle of the point (x2, x1) in (-pi, pi].
 *
 * @see https://keras.io/api/ops/numpy/#arctan2-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arctan2([1, -1], [-1, 1]).array()); // => [2.356194, -0.7853982]
 * ```
 */
export function arctan2(x1: TensorLike, x2: TensorLike): Tensor {
  return combine((a, b) => g.binary('atan2', a, b), x1, x2, floatDtype(x1, x2));
}

/**
 * The hyperbolic sine, written as (expm1(|x|) - expm1(-|x|)) / 2 with the sign of x, which is accurate near 0.
 *
 * @see https://keras.io/api/ops/numpy/#sinh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sinh([0, 1]).array()); // => [0, 1.175201]
 * ```
 */
export function sinh(x: TensorLike): Tensor {
  const node = floatNode(x);
  const magnitude = g.unary('abs', node);
  const growth = g.unary('expm1', magnitude);
  const decay = g.unary('expm1', g.neg(magnitude));
  return tensor(g.mul(g.unary('sign', node), scaled(g.sub(growth, decay), 0.5)));
}

/**
 * The hyperbolic cosine.
 *
 * @see https://keras.io/api/ops/numpy/#cosh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.cosh([0, 1]).array()); // => [1, 1.543081]
 * ```
 */
export function cosh(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(scaled(g.add(g.exp(node), g.exp(g.neg(node))), 0.5));
}

/**
 * The hyperbolic tangent.
 *
 * @see https://keras.io/api/layers/activations/#tanh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.tanh([0, 1]).array()); // => [0, 0.7615942]
 * ```
 */
export function tanh(x: TensorLike): Tensor {
  return tensor(g.unary('tanh', floatNode(x)));
}

/**
 * The inverse of sinh: sign(x) log1p(|x| + x² / (1 + sqrt(1 + x²))).
 *
 * @see https://keras.io/api/ops/numpy/#arcsinh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arcsinh([0, 1]).array()); // => [0, 0.8813736]
 * ```
 */
export function arcsinh(x: TensorLike): Tensor {
  const node = floatNode(x);
  const one = constant(node, 1);
  const magnitude = g.unary('abs', node);
  const squared = g.mul(node, node);
  const excess = g.add(magnitude, g.div(squared, g.add(one, g.sqrt(g.add(one, squared)))));
  return tensor(g.mul(g.unary('sign', node), g.unary('log1p', excess)));
}

/**
 * The inverse of cosh, for x >= 1: log(x + sqrt(x² - 1)).
 *
 * @see https://keras.io/api/ops/numpy/#arccosh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arccosh([1, 2]).array()); // => [0, 1.316958]
 * ```
 */
export function arccosh(x: TensorLike): Tensor {
  const node = floatNode(x);
  const one = constant(node, 1);
  const root = g.sqrt(g.mul(g.sub(node, one), g.add(node, one)));
  return tensor(g.unary('log1p', g.add(g.sub(node, one), root)));
}

/**
 * The inverse of tanh, on (-1, 1): (log(1 + x) - log(1 - x)) / 2.
 *
 * @see https://keras.io/api/ops/numpy/#arctanh-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.arctanh([0, 0.5]).array()); // => [0, 0.5493062]
 * ```
 */
export function arctanh(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(scaled(g.sub(g.unary('log1p', node), g.unary('log1p', g.neg(node))), 0.5));
}

/**
 * Degrees to radians.
 *
 * @see https://keras.io/api/ops/numpy/#deg2rad-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.deg2rad([0, 180]).array()); // => [0, 3.141593]
 * ```
 */
export function deg2rad(x: TensorLike): Tensor {
  return tensor(scaled(floatNode(x), Math.PI / 180));
}

/**
 * Radians to degrees.
 *
 * @see https://keras.io/api/ops/numpy/#rad2deg-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.rad2deg([0, Math.PI]).array()); // => [0, 180]
 * ```
 */
export function rad2deg(x: TensorLike): Tensor {
  return tensor(scaled(floatNode(x), 180 / Math.PI));
}
