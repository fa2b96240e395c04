import { divide } from '../ops/arithmetic.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { TensorFunction } from '../tensor/variable.ts';

/** A penalty on a layer's output, divided by the batch size so that its weight doesn't depend on it. */
export function activityLoss(regularizer: TensorFunction, output: Tensor): Tensor {
  const loss = regularizer.apply(output);
  const batchSize = output.shape[0];
  return batchSize === undefined ? loss : divide(loss, Math.max(batchSize, 1));
}
