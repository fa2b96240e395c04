import { flag, fraction, integer } from '../support/check-values.ts';

/** How the crossentropies of targets between 0 and 1 read their arguments. */
interface CrossentropyArguments {
  /** Whether the predictions are logits, any real numbers, instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  readonly labelSmoothing?: number;
  readonly axis?: number;
}

/** How `binaryCrossentropy` reads its arguments. */
export interface BinaryCrossentropyArguments extends CrossentropyArguments {
  /** From 0 (none) to 1 (all targets 0.5). Default 0. */
  readonly labelSmoothing?: number;
  /** Over which the mean is taken. Default -1. */
  readonly axis?: number;
}

/** How `categoricalCrossentropy` reads its arguments. */
export interface CategoricalCrossentropyArguments extends CrossentropyArguments {
  /** From 0 (none) to 1 (all classes alike). Default 0. */
  readonly labelSmoothing?: number;
  /** The axis of the classes. Default -1. */
  readonly axis?: number;
}

/** The options with their defaults, checked. */
export function checkCrossentropyArguments(options: CrossentropyArguments): Required<CrossentropyArguments> {
  return {
    fromLogits: flag('fromLogits', options.fromLogits ?? false),
    labelSmoothing: fraction('labelSmoothing', options.labelSmoothing ?? 0),
    axis: integer('axis', options.axis ?? -1),
  };
}
