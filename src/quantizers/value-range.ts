import { type DType, type FloatDType, integerLimits, isFloat, standardizeDtype } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';

/** A dtype of integers. */
export type IntegerDType = Exclude<DType, FloatDType | 'bool'>;

/** Checks a dtype of integers; 'int8' by default. */
export function integerDtype(name: string, given: DType = 'int8'): IntegerDType {
  const dtype = standardizeDtype(given);
  if (isFloat(dtype) || dtype === 'bool') throw badArgument(name, 'a dtype of integers', dtype);
  return dtype;
}

/** The least and the greatest integer. */
export type ValueRange = readonly [least: number, greatest: number];

/** Checks a range of integers, which a dtype must have. */
export function valueRange(given: unknown, dtype: IntegerDType): ValueRange {
  const [least, greatest]: unknown[] = Array.isArray(given) && given.length === 2 ? given : [];
  const [low, high] = integerLimits(dtype);
  const isInteger = (x: unknown): x is number => Number.isInteger(x);
  if (!isInteger(least) || !isInteger(greatest) || least >= greatest || least < low || greatest > high)
    throw badArgument('valueRange', `the least and the greatest integer, from ${low} to ${high} for ${dtype}`, given);
  return [least, greatest];
}
