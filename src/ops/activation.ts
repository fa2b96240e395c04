import * as g from '../graph/build.ts';
import type { Node } from '../graph/node.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { above, atMost, constant, plus, scaled } from './node-terms.ts';
import { floatNode, tensor } from './operands.ts';
import { numberOption } from './options.ts';

/**
 * max(x, 0). Its gradient is 0 at 0, and NaN stays NaN.
 *
 * @see https://keras.io/api/ops/nn/#relu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.relu([-1, 0, 2]).array()); // => [0, 0, 2]
 * ```
 */
export function relu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.where(atMost(node, 0), constant(node, 0), node));
}

/**
 * min(max(x, 0), 6).
 *
 * @see https://keras.io/api/layers/activations/#relu6-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.relu6([-1, 3, 9]).array()); // => [0, 3, 6]
 * ```
 */
export function relu6(x: TensorLike): Tensor {
  const node = floatNode(x);
  const low = g.where(atMost(node, 0), constant(node, 0), node);
  return tensor(g.where(g.compare('ge', node, constant(node, 6)), constant(node, 6), low));
}

/**
 * x where x >= 0, negativeSlope x elsewhere (negativeSlope 0.2).
 *
 * @see https://keras.io/api/layers/activations/#leaky_relu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.leakyRelu([-10, 5]).array()); // => [-2, 5]
 * ```
 */
export function leakyRelu(x: TensorLike, options: number | { negativeSlope?: number } = {}): Tensor {
  const slope = numberOption('leakyRelu', options, 'negativeSlope', 0.2);
  const node = floatNode(x);
  return tensor(g.where(g.compare('ge', node, constant(node, 0)), node, scaled(node, slope)));
}

/** expm1 of the negative part; the other branch sees 0, so that its gradient stays finite. */
function expm1OfNegative(node: Node): Node {
  return g.unary('expm1', g.where(above(node, 0), constant(node, 0), node));
}

/**
 * x where x > 0, alpha (exp(x) - 1) elsewhere (Clevert et al. 2015). alpha 1.
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.elu([-1, 2]).array()); // => [-0.6321205, 2]
 * ```
 */
export function elu(x: TensorLike, options: number | { alpha?: number } = {}): Tensor {
  const alpha = numberOption('elu', options, 'alpha', 1);
  const node = floatNode(x);
  return tensor(g.where(above(node, 0), node, scaled(expm1OfNegative(node), alpha)));
}

const SELU_ALPHA = 1.6732632423543772;

const SELU_SCALE = 1.0507009873554805;

/**
 * scale elu(x, alpha) with the fixed point at mean 0 and variance 1 (Klambauer et al. 2017).
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.selu([-1, 2]).array()); // => [-1.111331, 2.101402]
 * ```
 */
export function selu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(
    g.where(above(node, 0), scaled(node, SELU_SCALE), scaled(expm1OfNegative(node), SELU_SCALE * SELU_ALPHA)),
  );
}

/**
 * max(x, 0) + min(alpha (exp(x / alpha) - 1), 0): elu with a continuous derivative for every alpha (Barron 2017).
 *
 * @see https://keras.io/api/layers/activations/#celu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.celu([-1, 2], { alpha: 0.5 }).array()); // => [-0.4323324, 2]
 * ```
 */
export function celu(x: TensorLike, options: number | { alpha?: number } = {}): Tensor {
  const alpha = numberOption('celu', options, 'alpha', 1);
  const node = floatNode(x);
  const negative = g.where(above(node, 0), constant(node, 0), node);
  return tensor(g.where(above(node, 0), node, scaled(g.unary('expm1', g.div(negative, constant(node, alpha))), alpha)));
}

/**
 * x Phi(x), where Phi is the distribution function of the normal distribution (Hendrycks and Gimpel 2016): exactly
 * 0.5 x (1 + erf(x / sqrt 2)), or with `approximate` (the default here) 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x³))).
 *
 * @see https://keras.io/api/ops/nn/#gelu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.gelu([-1, 2], { approximate: false }).array()); // => [-0.1586553, 1.9545]
 * ```
 */
export function gelu(x: TensorLike, options: boolean | { approximate?: boolean } = {}): Tensor {
  const approximate = typeof options === 'boolean' ? options : (options.approximate ?? true);
  const node = floatNode(x);
  const half = scaled(node, 0.5);
  if (!approximate) return tensor(g.mul(half, plus(g.unary('erf', scaled(node, Math.SQRT1_2)), 1)));
  const cubic = g.add(node, scaled(g.mul(node, g.mul(node, node)), 0.044715));
  return tensor(g.mul(half, plus(g.unary('tanh', scaled(cubic, Math.sqrt(2 / Math.PI))), 1)));
}

/**
 * x sigmoid(x).
 *
 * @see https://keras.io/api/layers/activations/#silu-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.silu([-1, 2]).array()); // => [-0.2689414, 1.761594]
 * ```
 */
export function silu(x: TensorLike): Tensor {
  const node = floatNode(x);
  return tensor(g.mul(node, g.unary('logistic', node)));
}

/**
 * The same as `silu`.
 *
 * @see https://keras.io/api/layers/activations/#swish-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.swish([-1, 2]).array()); // => [-0.2689414, 1.761594]
 * ```
 */
export const swish = silu;

/**
 * (x + sqrt(x² + b)) / 2 (b 4).
 *
 * @see https://keras.io/api/layers/activations/#squareplus-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.squareplus([0, 1.5]).array()); // => [1, 2]
 * ```
 */
export function squareplus(x: TensorLike, options: number | { b?: number } = {}): Tensor {
  const b = numberOption('squareplus', options, 'b', 4);
  const node = floatNode(x);
  return tensor(scaled(g.add(node, g.sqrt(plus(g.mul(node, node), b))), 0.5));
}

/**
 * 0 for x <= -1, (x + 1)² / 4 up to 1, x beyond.
 *
 * @see https://keras.io/api/layers/activations/#sparse_plus-function
 *
 * @example
 * ```ts
 * import { ops } from 'keratin';
 * console.log(await ops.sparsePlus([-2, 0, 3]).array()); // => [0, 0.25, 3]
 * ```
 */
export function sparsePlus(x: TensorLike): Tensor {
  const node = floatNode(x);
  const shifted = plus(node, 1);
  const middle = scaled(g.mul(shifted, shifted), 0.25);
  const high = g.where(g.compare('ge', node, constant(node, 1)), node, middle);
  return tensor(g.where(atMost(node, -1), constant(node, 0), high));
}
