import * as ops from '../ops/index.ts';
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
