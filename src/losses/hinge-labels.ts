import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Labels for a hinge loss: 0 and 1 become -1 and 1; a batch that has other values in it is left as it is. */
export function hingeLabels(labels: Tensor): Tensor {
  const binary = ops.all(ops.logicalOr(ops.equal(labels, 0), ops.equal(labels, 1)));
  return ops.where(binary, ops.subtract(ops.multiply(2, labels), 1), labels);
}
