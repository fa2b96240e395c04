import type { Model } from '../../models/index.ts';
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

/** What is needed beside the model. */
export interface PlanOptions {
  /** Default 10. */
  readonly epochs?: number;
  /** Default 32. */
  readonly batchSize?: number;
}

/** A model that a remedy was applied to. */
export interface Mended {
  /** New, with new weights, and compiled; the one that was given stays as it is. */
  readonly model: Model;
  /** How it is to be trained. */
  readonly plan: Plan;
  /** The lines of code that change, `- ` before what goes and `+ ` before what comes. */
  readonly diff: readonly string[];
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
  /**
   * The same edit on a compiled Sequential or functional model; `epochs` and `batchSize` are those of its plan, which
   * some remedies change.
   */
  readonly apply: (model: Model, options?: PlanOptions) => Mended;
}
