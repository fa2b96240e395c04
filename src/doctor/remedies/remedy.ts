import type { Config } from '../../support/registry.ts';

/** A training as plain data: what a remedy edits. Nothing in it is ever changed in place. */
export interface Plan {
  /** Keras's envelope of the model, without weights. */
  readonly model: Config;
  /** Keras's compile config. */
  readonly compile: Config;
  readonly epochs: number;
  readonly batchSize: number;
  /** What happens to the inputs before the model sees them; null for nothing. */
  readonly standardize: { readonly mean: readonly number[]; readonly scale: readonly number[] } | null;
  /** How the targets are given: as they came, or class indices as one-hot rows, or one-hot rows as class indices. */
  readonly targets: 'as_given' | 'one_hot' | 'class_index';
}

/** A change of a training that may mend it: an edit of its plan that can be read, applied and undone. */
export interface Remedy {
  /** Short and unique, such as `he_normal`. */
  readonly name: string;
  /** One line in the imperative. */
  readonly summary: string;
  /** How much of the gap it is expected to close, from 0 to 1. */
  readonly gain: number;
  /** The plan with the edit; the same plan when there is nothing to edit. */
  readonly edit: (plan: Plan) => Plan;
}
