import { flag, integer, optional } from '../support/check-values.ts';

/** How `sparseCategoricalCrossentropy` reads its arguments. */
export interface SparseCategoricalCrossentropyArguments {
  /** Whether the predictions are logits, any real numbers, instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** A label (such as -1 for "void") whose samples do not count. Default null: none. */
  readonly ignoreClass?: number | null;
  /** The axis of the classes. Default -1. */
  readonly axis?: number;
}

/** The options with their defaults, checked. */
export function checkSparseArguments(
  options: SparseCategoricalCrossentropyArguments,
): Required<SparseCategoricalCrossentropyArguments> {
  return {
    fromLogits: flag('fromLogits', options.fromLogits ?? false),
    ignoreClass: optional(integer, 'ignoreClass', options.ignoreClass),
    axis: integer('axis', options.axis ?? -1),
  };
}
