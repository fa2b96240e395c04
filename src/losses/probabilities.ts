import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Probabilities are kept this far from 0 and 1, where their logarithms have no end. */
export const EPSILON = 1e-7;

/** Clips to [1e-7, 1 - 1e-7]; outside, no gradient flows. */
export const clipProbabilities = (p: Tensor): Tensor => ops.clip(p, EPSILON, 1 - EPSILON);

/** Scores that sum to 1 along an axis. A row of zeros stays so, where Keras divides by zero. */
export function normalizeProbabilities(scores: Tensor, axis: number): Tensor {
  const total = ops.sum(scores, { axis, keepdims: true });
  return ops.divide(scores, ops.where(ops.equal(total, 0), 1, total));
}
