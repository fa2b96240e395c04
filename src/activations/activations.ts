import { gelu as geluOp, leakyRelu, relu6, relu as reluOp } from '../ops/activation.ts';
import { add, clip, multiply, negative, subtract } from '../ops/arithmetic.ts';
import { greater } from '../ops/comparison.ts';
import { cast } from '../ops/core.ts';
import { exp } from '../ops/exponential.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface ReluOptions {
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number;
  /** The largest value that comes out. Default: none (null). */
  readonly maxValue?: number | null;
  /** What lies below counts as negative. Default 0. */
  readonly threshold?: number;
}

/**
 * The rectified linear unit: x above the threshold (limited to maxValue), negativeSlope (x - threshold) below it.
 *
 * @param x a tensor of any shape
 * @throws ArgumentError when negativeSlope or maxValue is negative
 * @see https://keras.io/api/layers/activations/#relu-function
 *
 * @example
 * ```ts
 * import { activations } from 'keratin';
 * console.log(await activations.relu([-10, 0, 5], { negativeSlope: 0.5 }).array()); // => [-5, 0, 5]
 * console.log(await activations.relu([-10, 0, 50], { maxValue: 6 }).array()); // => [0, 0, 6]
 * ```
 */
export function relu(x: TensorLike, options: ReluOptions = {}): Tensor {
  checkOptions('relu', options, ['negativeSlope', 'maxValue', 'threshold']);
  const { negativeSlope = 0, maxValue = null, threshold = 0 } = options;
  if (negativeSlope < 0) throw badArgument('negativeSlope', 'a number that is not negative', negativeSlope);
  if (maxValue !== null && maxValue < 0)
    throw badArgument('maxValue', 'null or a number that is not negative', maxValue);
  if (negativeSlope !== 0 && maxValue === null && threshold === 0) return leakyRelu(x, negativeSlope);
  const limited = positivePart(x, maxValue, threshold);
  if (negativeSlope === 0) return limited;
  return subtract(limited, multiply(reluOp(add(negative(x), threshold)), negativeSlope));
}

function positivePart(x: TensorLike, maxValue: number | null, threshold: number): Tensor {
  if (threshold === 0 && maxValue === 6) return relu6(x);
  const positive = threshold === 0 ? reluOp(x) : multiply(x, cast(greater(x, threshold), 'float32'));
  return maxValue === null ? positive : clip(positive, 0, maxValue);
}

/**
 * The Gaussian error linear unit x Phi(x) (Hendrycks and Gimpel 2016), exact by default: 0.5 x (1 + erf(x / sqrt 2)).
 *
 * @param options `{ approximate }`: true for 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x³))). Default false
 * @see https://keras.io/api/layers/activations/#gelu-function
 *
 * @example
 * ```ts
 * import { activations } from 'keratin';
 * console.log(activations.gelu([-1, 0, 1]).shape); // => [3]
 * ```
 */
export function gelu(x: TensorLike, options: { approximate?: boolean } = {}): Tensor {
  checkOptions('gelu', options, ['approximate']);
  return geluOp(x, options.approximate ?? false);
}

/**
 * x itself: no activation.
 *
 * @see https://keras.io/api/layers/activations/#linear-function
 *
 * @example
 * ```ts
 * import { activations } from 'keratin';
 * console.log(await activations.linear([1, -2]).array()); // => [1, -2]
 * ```
 */
export function linear(x: TensorLike): Tensor {
  return convertToTensor(x);
}

/**
 * exp(x).
 *
 * @see https://keras.io/api/layers/activations/#exponential-function
 *
 * @example
 * ```ts
 * import { activations } from 'keratin';
 * console.log(await activations.exponential([0, 1]).array()); // => [1, 2.718282]
 * ```
 */
export function exponential(x: TensorLike): Tensor {
  return exp(x);
}
