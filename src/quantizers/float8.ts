import { abs, add, clip, divide, multiply, reciprocal } from '../ops/arithmetic.ts';
import { bitwiseAnd, rightShift } from '../ops/bitwise.ts';
import { greater, isfinite, less } from '../ops/comparison.ts';
import { cast, view } from '../ops/core.ts';
import { max } from '../ops/extremes.ts';
import { getItem } from '../ops/get-item.ts';
import { concatenate } from '../ops/joining.ts';
import { where } from '../ops/logical.ts';
import { roll } from '../ops/repetition.ts';
import { round } from '../ops/rounding.ts';
import { reshape } from '../ops/shape.ts';

import { finiteNumber, oneOf } from '../support/check-values.ts';
import { type DType, isFloat, standardizeDtype } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Floats of 8 bits: with 4 bits of exponent and 3 of fraction, or with 5 and 2. */
export type Float8 = 'float8_e4m3fn' | 'float8_e5m2';

/** Bits of a fraction, the exponent of the least normal number, and the greatest finite number (Micikevicius et al. 2022). */
const FORMATS = {
  float8_e4m3fn: { fraction: 3, leastExponent: -6, max: 448 },
  float8_e5m2: { fraction: 2, leastExponent: -14, max: 57_344 },
} as const;

/** The nearest number of a format of 8 bits to each finite one in its range, ties to even. */
function rounded(x: Tensor, { fraction, leastExponent }: (typeof FORMATS)[Float8]): Tensor {
  const dropped = 23 - fraction;
  const bits = view(x, 'int32');
  const odd = bitwiseAnd(rightShift(bits, dropped), 1);
  const normal = view(bitwiseAnd(add(bits, add(odd, 2 ** (dropped - 1) - 1)), -(2 ** dropped)), 'float32');
  const step = 2 ** (leastExponent - fraction);
  return where(less(abs(x), 2 ** leastExponent), multiply(round(divide(x, step)), step), normal);
}

/**
 * What floats become when they are kept in 8 bits for a while: x / scale is rounded to the nearest number of that format,
 * and multiplied by the scale again. Numbers beyond the format's greatest become that.
 *
 * @param inputs floats
 * @param scale a number
 * @param quantizedDtype 'float8_e4m3fn' or 'float8_e5m2'
 * @param computeDtype of the result
 * @throws ArgumentError when a dtype is another one
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * console.log(await quantizers.quantizeAndDequantize([1.1, 17.3, 500], 1, 'float8_e4m3fn', 'float32').array()); // => [1.125, 18, 448]
 * ```
 */
export function quantizeAndDequantize(
  inputs: TensorLike,
  scale: TensorLike,
  quantizedDtype: Float8,
  computeDtype: DType,
): Tensor {
  const format = FORMATS[oneOf('quantizedDtype', quantizedDtype, ['float8_e4m3fn', 'float8_e5m2'])];
  const dtype = standardizeDtype(computeDtype);
  if (!isFloat(dtype)) throw badArgument('computeDtype', 'a dtype of floats', dtype);
  const size = cast(scale, dtype);
  const small = clip(divide(cast(inputs, dtype), size), -format.max, format.max);
  return multiply(cast(rounded(cast(small, 'float32'), format), dtype), size);
}

/**
 * The scale for numbers whose largest is known: amax · 2^margin / dtypeMax. It stays where the largest is 0 or not finite.
 *
 * @param amax the largest number
 * @param scale the scale so far
 * @param dtypeMax the greatest number of the format: 448 for float8_e4m3fn, 57344 for float8_e5m2
 * @param options `margin`, how many powers of two stay free, or that alone. Default 0
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * console.log(await quantizers.computeFloat8Scale(896, 1, 448).item()); // => 2
 * ```
 */
export function computeFloat8Scale(
  amax: TensorLike,
  scale: TensorLike,
  dtypeMax: TensorLike,
  options: number | { readonly margin?: number } = 0,
): Tensor {
  if (typeof options !== 'number') checkOptions('computeFloat8Scale', options, ['margin']);
  const margin = finiteNumber('margin', typeof options === 'number' ? options : (options.margin ?? 0));
  const known = reciprocal(scale);
  const wanted = divide(divide(dtypeMax, amax), 2 ** margin);
  const positive = where(greater(amax, 0), wanted, known);
  return reciprocal(where(isfinite(amax), positive, known));
}

/**
 * The history of largest numbers after one more step, as Keras keeps it: all move one place to the front, where the
 * largest number of x takes the place of what arrives.
 *
 * @param x the numbers of this step
 * @param amaxHistory a vector
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * console.log(await quantizers.computeFloat8AmaxHistory([1, -5], [3, 2, 1]).array()); // => [5, 1, 3]
 * ```
 */
export function computeFloat8AmaxHistory(x: TensorLike, amaxHistory: TensorLike): Tensor {
  const history = convertToTensor(amaxHistory);
  if (history.rank !== 1) throw badArgument('amaxHistory', 'a vector', history);
  const largest = reshape(cast(max(abs(x)), history.dtype), [1]);
  return concatenate([largest, getItem(roll(history, -1), [{ start: 1 }])], 0);
}
