import type { Config, SerializedObject } from '../../support/registry.ts';

/** A training as plain data: what a remedy edits. Nothing in it is ever changed in place. */
export interface Plan {
  /** Keras's envelope of the model, without weights. */
  readonly model: SerializedObject;
  /** Keras's compile config. */
  readonly compile: Config;
  readonly epochs: number;
  readonly batchSize: number;
}

/** A change of a training that may mend it: an edit of its plan that can be read, applied and undone. */
export interface Remedy {
  /** Short, such as `he_normal`. */
  readonly name: string;
  /** One line in the imperative. */
  readonly summary: string;
  /** How much of the gap it is expected to close, from 0 to 1. */
  readonly gain: number;
  /** The plan with the edit; the plan that was given stays as it is. */
  readonly edit: (plan: Plan) => Plan;
}
