import type { DType } from '../support/dtype.ts';
import { type Config, optionsFromConfig } from '../support/registry.ts';
import type { Shape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';

export interface InitializerOptions {
  /** The dtype of the weights. Default float32. */
  readonly dtype?: DType | null;
}

/** A function that makes the first value of a weight of some shape. */
export type InitializerFunction = (shape: Shape, options: InitializerOptions) => Tensor;

/**
 * Makes the first values of weights. A custom one overrides `apply`, and `getConfig` when it has options.
 *
 * @see https://keras.io/api/layers/initializers/
 *
 * @example
 * ```ts
 * import { initializers, ops } from 'keratin';
 * class Sevens extends initializers.Initializer {
 *   static override readonly className: string = 'Sevens';
 *   override apply(shape: readonly number[]) {
 *     return ops.full(shape, 7);
 *   }
 * }
 * console.log(await new Sevens().apply([2]).array()); // => [7, 7]
 * ```
 */
export abstract class Initializer {
  /** Keras's class name, which configs carry. */
  static readonly className: string = 'Initializer';

  /** The first value of a weight of this shape. */
  abstract apply(shape: Shape, options?: InitializerOptions): Tensor;

  /** The constructor's options, as Keras writes them. */
  getConfig(): Config {
    return {};
  }

  static fromConfig<T extends Initializer>(this: new (options: never) => T, config: Config): T {
    // The values come from JSON; the constructor checks names and values.
    return new this(optionsFromConfig(config) as never);
  }

  /** Another one with the same config. */
  clone(): this {
    const cls = this.constructor as new (options: unknown) => this;
    return new cls(optionsFromConfig(this.getConfig()));
  }

  toString(): string {
    const options = Object.entries(this.getConfig()).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const cls = this.constructor as typeof Initializer;
    return `<${cls.className}${options.length > 0 ? ` ${options.join(', ')}` : ''}>`;
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/** An initializer made of a function of one's own. */
export class FunctionInitializer extends Initializer {
  static override readonly className: string = 'FunctionInitializer';
  readonly fn: InitializerFunction;

  constructor(fn: InitializerFunction) {
    super();
    this.fn = fn;
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    return this.fn(shape, options);
  }

  override clone(): this {
    return this;
  }
}
