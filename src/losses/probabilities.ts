import * as ops from '../ops/index.ts';
import { epsilon } from '../support/epsilon.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Clips to [ε, 1 - ε] with ε = `config.epsilon()`; outside, no gradient flows. */
export const clipProbabilities = (p: Tensor): Tensor => ops.clip(p, epsilon(), 1 - epsilon());

/** Sums of scores to divide by: 1 in place of 0, so that rows of zeros stay so, where Keras divides by zero. */
export const divisorOf = (total: Tensor): Tensor => ops.where(ops.equal(total, 0), 1, total);

/** Scores that sum to 1 along an axis. */
export const normalizeProbabilities = (scores: Tensor, axis: number): Tensor =>
  ops.divide(scores, divisorOf(ops.sum(scores, { axis, keepdims: true })));
