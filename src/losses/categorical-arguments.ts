import { flag, fraction, integer } from '../support/check-values.ts';
import { at, normalizeAxis } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { smoothLabels } from './label-smoothing.ts';
import { lossOperandsOfOneShape } from './operands.ts';

/** How `categoricalCrossentropy` reads its arguments. */
export interface CategoricalCrossentropyArguments {
  /** Whether the predictions are logits, any real numbers, instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** From 0 (none) to 1 (all classes alike). Default 0. */
  readonly labelSmoothing?: number;
  /** The axis of the classes. Default -1. */
  readonly axis?: number;
}

/** The options with their defaults, checked. */
export function checkCategoricalArguments(
  options: CategoricalCrossentropyArguments,
): Required<CategoricalCrossentropyArguments> {
  return {
    fromLogits: flag('fromLogits', options.fromLogits ?? false),
    labelSmoothing: fraction('labelSmoothing', options.labelSmoothing ?? 0),
    axis: integer('axis', options.axis ?? -1),
  };
}

/** Targets (smoothed) and predictions of one shape. */
export function categoricalOperands(
  yTrue: TensorLike,
  yPred: TensorLike,
  { labelSmoothing, axis }: { readonly labelSmoothing: number; readonly axis: number },
): [Tensor, Tensor] {
  const [target, pred] = lossOperandsOfOneShape(yTrue, yPred);
  return [smoothLabels(target, labelSmoothing, at(pred.shape, normalizeAxis(axis, pred.rank))), pred];
}
