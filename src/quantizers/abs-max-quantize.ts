import { abs, add, clip, divide, multiply } from '../ops/arithmetic.ts';
import { cast } from '../ops/core.ts';
import { max } from '../ops/extremes.ts';
import type { Axis } from '../ops/options.ts';
import { round } from '../ops/rounding.ts';
import { positiveNumber } from '../support/check-values.ts';
import { type DType, isFloat } from '../support/dtype.ts';
import { epsilon } from '../support/epsilon.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { integerDtype, type ValueRange, valueRange } from './value-range.ts';

export interface AbsMaxQuantizeOptions {
  /** The least and the greatest integer. Default [-127, 127]. */
  readonly valueRange?: ValueRange;
  /** Of the integers. Default 'int8'. */
  readonly dtype?: DType;
  /** What is added to the largest number, so that zeros can be scaled. Default `config.epsilon()`. */
  readonly epsilon?: number;
  /** Keras's way to save memory of a device, without effect. */
  readonly toNumpy?: boolean;
}

export const absMaxOptionNames = ['valueRange', 'dtype', 'epsilon', 'toNumpy'];

/**
 * Integers in place of floats, as many steps from zero as the scale says: round(x · scale), where
 * scale = greatest / (max |x| + ε) along the axes. x is about integers / scale.
 *
 * @param inputs floats
 * @param axis the axis, or axes, that share a scale
 * @param options `valueRange`, `dtype`, `epsilon`; `toNumpy`, without effect
 * @returns [integers, scale], the scale with extent 1 along the axes
 * @throws ArgumentError when the inputs are no floats, or the dtype is none of integers
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * const [integers, scale] = quantizers.absMaxQuantize([[0.5, -1.25, 2]], 1);
 * console.log(await integers.array(), await scale.array()); // => [[32, -79, 127]] [[63.5]]
 * ```
 */
export function absMaxQuantize(inputs: TensorLike, axis: Axis, options: AbsMaxQuantizeOptions = {}): [Tensor, Tensor] {
  checkOptions('absMaxQuantize', options, absMaxOptionNames);
  const dtype = integerDtype('dtype', options.dtype);
  const [least, greatest] = valueRange(options.valueRange ?? [-127, 127], dtype);
  const x = convertToTensor(inputs);
  if (!isFloat(x.dtype)) throw badArgument('inputs', 'floats', x);
  const small = positiveNumber('epsilon', options.epsilon ?? epsilon());
  const scale = cast(divide(greatest, add(max(abs(x), { axis, keepdims: true }), small)), x.dtype);
  return [cast(clip(round(multiply(x, scale)), least, greatest), dtype), scale];
}
