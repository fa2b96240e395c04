import { at, normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { smoothLabels } from './label-smoothing.ts';
import { lossOperandsOfOneShape } from './operands.ts';

/** Targets (smoothed) and predictions of one shape. */
export function categoricalOperands(
  yTrue: TensorLike,
  yPred: TensorLike,
  { labelSmoothing, axis }: { readonly labelSmoothing: number; readonly axis: number },
): [Tensor, Tensor] {
  const [target, pred] = lossOperandsOfOneShape(yTrue, yPred);
  return [smoothLabels(target, labelSmoothing, at(pred.shape, normalizeAxis(axis, pred.rank))), pred];
}
