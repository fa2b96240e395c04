import { flag, fraction, integer } from '../support/check-values.ts';

/** How `binaryCrossentropy` reads its arguments. */
export interface BinaryCrossentropyArguments {
  /** Whether the predictions are logits, any real numbers, instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** From 0 (none) to 1 (all targets 0.5). Default 0. */
  readonly labelSmoothing?: number;
  /** Over which the mean is taken. Default -1. */
  readonly axis?: number;
}

/** The options with their defaults, checked. */
export function checkBinaryArguments(options: BinaryCrossentropyArguments): Required<BinaryCrossentropyArguments> {
  return {
    fromLogits: flag('fromLogits', options.fromLogits ?? false),
    labelSmoothing: fraction('labelSmoothing', options.labelSmoothing ?? 0),
    axis: integer('axis', options.axis ?? -1),
  };
}
