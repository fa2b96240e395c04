import * as ops from '../ops/index.ts';
import { badArgument } from '../support/errors.ts';
import { convertToTensor } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * 1 - rate^t: what a moving average that started at zero is divided by after t updates.
 * Computed as -expm1(t ln rate), which keeps its digits for small t, where rate^t is close to 1.
 *
 * @param rate decay rate, 0 <= rate < 1
 * @param t number of updates, at least 1; float32 scalar
 */
export const biasCorrection = (rate: number, t: Tensor): Tensor =>
  rate === 0 ? convertToTensor(1) : ops.negative(ops.expm1(ops.multiply(t, Math.log(rate))));

/** Checks the decay rate of a moving average whose bias is corrected: 0 included, 1 not. */
export function decayRate(name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0 && value < 1))
    throw badArgument(name, 'a number from 0 to below 1', value);
  return value;
}
