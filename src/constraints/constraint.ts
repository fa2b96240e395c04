import { type Config, optionsFromConfig } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** A function that gives the nearest admissible weights. */
export type ConstraintFunction = (w: TensorLike) => Tensor;

/**
 * What weights are put back into after each step of an optimizer. A custom one overrides `apply`, and `getConfig` when
 * it has options.
 *
 * @see https://keras.io/api/layers/constraints/
 *
 * @example
 * ```ts
 * import { constraints, ops, type TensorLike } from 'keratin';
 * class Bounded extends constraints.Constraint {
 *   static override readonly className: string = 'Bounded';
 *   override apply(w: TensorLike) {
 *     return ops.clip(w, -1, 1);
 *   }
 * }
 * console.log(await new Bounded().apply([0.5, 3]).array()); // => [0.5, 1]
 * ```
 */
export abstract class Constraint {
  /** Keras's class name, which configs carry. */
  static readonly className: string = 'Constraint';

  /** The weights after they were put back. */
  abstract apply(w: TensorLike): Tensor;

  /** The constructor's options, as Keras writes them. */
  getConfig(): Config {
    return {};
  }

  static fromConfig<T extends Constraint>(this: new (options: never) => T, config: Config): T {
    // The values come from JSON; the constructor checks names and values.
    return new this(optionsFromConfig(config) as never);
  }
}

/** A constraint made of a function of one's own. */
export class FunctionConstraint extends Constraint {
  static override readonly className: string = 'FunctionConstraint';
  readonly fn: ConstraintFunction;

  constructor(fn: ConstraintFunction) {
    super();
    this.fn = fn;
  }

  override apply(w: TensorLike): Tensor {
    return this.fn(w);
  }
}
