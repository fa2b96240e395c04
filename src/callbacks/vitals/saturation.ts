import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** Of the largest derivative, what counts as none left: tanh at |h| = 0.97, where Karpathy's makemore draws the line. */
export const SATURATION_SHARE = 0.06;

const beyond =
  (limit: number) =>
  (z: Tensor): Tensor =>
    ops.greater(ops.abs(z), limit);
const below =
  (limit: number) =>
  (z: Tensor): Tensor =>
    ops.less(z, limit);

/**
 * Where an activation's derivative is below 6% of its maximum, by its pre-activation. Limits solve
 * phi'(z) = 0.06 max phi'. Piecewise linear functions with a zero side (relu) are judged by dead units instead.
 */
const regions: Readonly<Record<string, (z: Tensor) => Tensor>> = {
  sigmoid: beyond(4.1755),
  tanh: beyond(2.0843),
  softsign: beyond(3.0825),
  hard_sigmoid: beyond(3),
  hard_tanh: beyond(1),
  elu: below(Math.log(SATURATION_SHARE)),
  // The derivative of selu jumps to lambda at 0 and is largest just below, at lambda alpha.
  selu: below(Math.log(SATURATION_SHARE)),
  softplus: below(-2.7515),
};

/** A bool tensor that says where `activation` is saturated; null for functions that don't saturate. */
export function saturation(activation: string, z: Tensor): Tensor | null {
  return regions[activation]?.(z) ?? null;
}

/** Whether `saturation` knows the function. */
export const saturates = (activation: string): boolean => Object.hasOwn(regions, activation);
