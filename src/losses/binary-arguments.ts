import { booleanOption, integerOption, numberOption } from './option-checks.ts';

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
    fromLogits: booleanOption('fromLogits', options.fromLogits, false),
    labelSmoothing: numberOption('labelSmoothing', options.labelSmoothing, 0, { min: 0, max: 1 }),
    axis: integerOption('axis', options.axis, -1),
  };
}
