import * as ops from '../ops/index.ts';
import { at } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * Nearly the orthogonal matrix that is closest to a given one: singular values come close to 1, by steps of
 * X = a X + (b A + c A²) X with A = X Xᵀ.
 *
 * Source: Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/
 *
 * @param matrix rank 2
 */
export function newtonSchulz(matrix: Tensor, steps: number, [a, b, c]: readonly [number, number, number]): Tensor {
  const isTall = at(matrix.shape, 0) > at(matrix.shape, 1);
  const wide = isTall ? ops.transpose(matrix) : matrix;
  // The Frobenius norm is at least the largest singular value, so that all of them start at 1 or below.
  let x = ops.divide(wide, ops.add(ops.norm(wide), 1e-7));
  for (let step = 0; step < steps; step++) {
    const gram = ops.matmul(x, ops.transpose(x));
    const polynomial = ops.add(ops.multiply(gram, b), ops.multiply(ops.matmul(gram, gram), c));
    x = ops.add(ops.multiply(x, a), ops.matmul(polynomial, x));
  }
  return isTall ? ops.transpose(x) : x;
}
