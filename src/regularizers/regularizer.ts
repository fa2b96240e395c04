import { type Config, optionsFromConfig } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** A function that gives a weight's penalty: a scalar. */
export type RegularizerFunction = (x: TensorLike) => Tensor;

/**
 * A penalty on weights or activations, which is added to the loss. A custom one overrides `apply`, and `getConfig`
 * when it has options.
 *
 * @see https://keras.io/api/layers/regularizers/
 *
 * @example
 * ```ts
 * import { ops, regularizers, type TensorLike } from 'keratin';
 * class Quartic extends regularizers.Regularizer {
 *   static override readonly className: string = 'Quartic';
 *   override apply(x: TensorLike) {
 *     return ops.sum(ops.power(x, 4));
 *   }
 * }
 * console.log(await new Quartic().apply([1, 2]).item()); // => 17
 * ```
 */
export abstract class Regularizer {
  /** Keras's class name, which configs carry. */
  static readonly className: string = 'Regularizer';

  /** The penalty: a scalar. */
  abstract apply(x: TensorLike): Tensor;

  /** The constructor's options, as Keras writes them. */
  getConfig(): Config {
    return {};
  }

  static fromConfig<T extends Regularizer>(this: new (options: never) => T, config: Config): T {
    // The values come from JSON; the constructor checks names and values.
    return new this(optionsFromConfig(config) as never);
  }
}

/** A regularizer made of a function of one's own. */
export class FunctionRegularizer extends Regularizer {
  static override readonly className: string = 'FunctionRegularizer';
  readonly fn: RegularizerFunction;

  constructor(fn: RegularizerFunction) {
    super();
    this.fn = fn;
  }

  override apply(x: TensorLike): Tensor {
    return this.fn(x);
  }
}
