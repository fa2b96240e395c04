import { add, clip, divide, multiply, negative, subtract } from '../ops/arithmetic.ts';
import { equal } from '../ops/comparison.ts';
import { cast } from '../ops/core.ts';
import { max, min } from '../ops/extremes.ts';
import { getItem } from '../ops/get-item.ts';
import { take } from '../ops/indexing.ts';
import { where } from '../ops/logical.ts';
import { pad } from '../ops/padding.ts';
import { round } from '../ops/rounding.ts';
import { expandDims, reshape } from '../ops/shape.ts';
import { positiveInteger, positiveNumber } from '../support/check-values.ts';
import { isFloat } from '../support/dtype.ts';
import { epsilon } from '../support/epsilon.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { at } from '../support/shape.ts';
import { convertToTensor, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type AbsMaxQuantizeOptions, absMaxOptionNames } from './abs-max-quantize.ts';
import { integerDtype, valueRange } from './value-range.ts';

/**
 * Integers in place of floats, where each group of rows has a scale and a zero of its own in each column:
 * round(x / scale) + zero, where scale = (greatest - least number + ε) / (greatest - least integer) and the zero is the
 * integer that stands for 0. x is about (integers - zero) · scale.
 *
 * @param inputs floats [rows, columns]
 * @param blockSize how many rows are a group; the last one may be smaller, and is then filled up with 0
 * @param options `valueRange` (default [-8, 7]: 4 bits), `dtype`, `epsilon`; `toNumpy`, without effect
 * @returns [integers [rows, columns], scale [groups, columns], zero [groups, columns] in int8]
 * @throws ArgumentError when the inputs are no matrix of floats
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * const [integers, scale, zero] = quantizers.absMaxQuantizeGroupedWithZeroPoint([[0], [15], [-6], [9]], 2);
 * console.log(await integers.array(), await zero.array()); // => [[-8], [7], [-8], [7]] [[-8], [-2]]
 * ```
 */
export function absMaxQuantizeGroupedWithZeroPoint(
  inputs: TensorLike,
  blockSize: number,
  options: AbsMaxQuantizeOptions = {},
): [integers: Tensor, scale: Tensor, zero: Tensor] {
  checkOptions('absMaxQuantizeGroupedWithZeroPoint', options, absMaxOptionNames);
  const x = convertToTensor(inputs);
  if (!isFloat(x.dtype) || x.rank !== 2) throw badArgument('inputs', 'a matrix of floats', x);
  const size = positiveInteger('blockSize', blockSize);
  const dtype = integerDtype('dtype', options.dtype);
  const [least, greatest] = valueRange(options.valueRange ?? [-8, 7], dtype);
  const small = positiveNumber('epsilon', options.epsilon ?? epsilon());
  const [rows, columns] = [at(x.shape, 0), at(x.shape, 1)];
  const groups = Math.ceil(rows / size);
  const filled = pad(x, [
    [0, groups * size - rows],
    [0, 0],
  ]);
  const blocks = reshape(filled, [groups, size, columns]);
  const [low, high] = [min(blocks, { axis: 1 }), max(blocks, { axis: 1 })];
  // Numbers that are all the same would have no scale.
  const widened = (by: number) => where(equal(low, high), by, 0);
  const [bottom, top] = [subtract(low, widened(1)), add(high, widened(1))];
  const scale = divide(add(subtract(top, bottom), small), greatest - least);
  const zero = clip(add(round(divide(negative(bottom), scale)), least), least, greatest);
  const steps = add(round(divide(blocks, expandDims(scale, 1))), expandDims(zero, 1));
  const integers = reshape(cast(clip(steps, least, greatest), dtype), [groups * size, columns]);
  return [getItem(integers, [{ stop: rows }]), scale, cast(zero, 'int8')];
}

/**
 * The numbers that integers in groups stand for: (integers - zero) · scale.
 *
 * @param groups to which group each place along the axis belongs
 * @param axis of the scales and zeros, along which the groups are
 */
export function dequantizeGroups(
  integers: Tensor,
  scale: TensorLike,
  zero: TensorLike,
  groups: TensorLike,
  axis: number,
): Tensor {
  const places = cast(groups, 'int32');
  const scales = take(scale, places, axis);
  return multiply(subtract(integers, cast(take(zero, places, axis), scales.dtype)), scales);
}
