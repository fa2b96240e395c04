import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Moves targets a little towards "all classes alike": `y * (1 - smoothing) + smoothing / classes`
 * (Szegedy et al. 2016, "Rethinking the Inception architecture", section 7).
 */
export function smoothLabels(target: Tensor, smoothing: number, classes: number): Tensor {
  if (smoothing === 0) return target;
  return ops.add(ops.multiply(target, 1 - smoothing), smoothing / classes);
}
