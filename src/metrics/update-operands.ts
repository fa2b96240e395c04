import type { DType } from '../support/dtype.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { UpdateOptions } from './metric.ts';

/** An argument of `updateState` as a tensor (of a dtype). */
export function updateOperand(name: string, value: TensorLike, dtype?: DType): Tensor {
  if (!isTensorLike(value)) throw badArgument(name, 'a tensor or an array of numbers', value);
  return convertToTensor(value, dtype);
}

/** The sample weights among the options of an update, as a float32 tensor or null. */
export function weightOf(where: string, options: UpdateOptions): Tensor | null {
  checkOptions(where, options, ['sampleWeight']);
  const weight = options.sampleWeight ?? null;
  return weight === null ? null : updateOperand('sampleWeight', weight, 'float32');
}
