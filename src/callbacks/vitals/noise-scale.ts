import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/**
 * The sum over a batch of the squared norms of what each sample adds to the gradient with respect to a dense layer's
 * kernel: the outer product of its input and its gradient with respect to the pre-activations, so |x_i|² |δ_i|²
 * (Goodfellow 2015, arXiv 1510.01799).
 *
 * @param input [batch, features]
 * @param gradient with respect to the pre-activations, [batch, units]
 */
export function sampleSquares(input: Tensor, gradient: Tensor): Tensor {
  const squares = (x: Tensor) => ops.sum(ops.square(x), { axis: -1 });
  return ops.sum(ops.multiply(squares(input), squares(gradient)));
}

/**
 * The simple noise scale tr(Σ) / |G|² (McCandlish et al. 2018, arXiv 1812.06162), with unbiased estimates of both from one
 * batch of n samples: with s the mean squared norm of samples' gradients and b that of the batch's gradient,
 * |G|² = (n b - s) / (n - 1) and tr(Σ) = n (s - b) / (n - 1).
 *
 * @param samples s, the mean of the squared norms of samples' gradients
 * @param batch b, the squared norm of their mean
 * @param size n
 * @returns null where one batch can't tell: a single sample, or more noise than it averages out
 */
export function noiseScale(samples: number, batch: number, size: number): number | null {
  const signal = size * batch - samples;
  if (size < 2 || !(signal > 0)) return null;
  return (size * Math.max(0, samples - batch)) / signal;
}
