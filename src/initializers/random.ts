import { normal, truncatedNormal } from '../random/normal.ts';
import { uniform } from '../random/uniform.ts';
import { finiteNumber, nonNegativeNumber } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { Shape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { InitializerOptions } from './initializer.ts';
import { type InitializerSeed, RandomInitializer, weightDtype } from './random-initializer.ts';

export interface RandomNormalOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Standard deviation. Default 0.05. */
  readonly stddev?: number;
  readonly seed?: InitializerSeed;
}

/** What the two normal initializers share: mean and standard deviation. */
abstract class NormalInitializer extends RandomInitializer {
  readonly #mean: number;
  readonly #stddev: number;

  constructor(where: string, options: RandomNormalOptions) {
    checkOptions(where, options, ['mean', 'stddev', 'seed']);
    super(options.seed);
    this.#mean = finiteNumber('mean', options.mean ?? 0);
    this.#stddev = nonNegativeNumber('stddev', options.stddev ?? 0.05);
  }

  protected get distribution(): { mean: number; stddev: number } {
    return { mean: this.#mean, stddev: this.#stddev };
  }

  override getConfig(): Config {
    return { ...super.getConfig(), ...this.distribution };
  }
}

/**
 * Normally distributed values.
 *
 * @param options `{ mean: 0, stddev: 0.05, seed: null }`
 * @see https://keras.io/api/layers/initializers/#randomnormal-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * const weights = new initializers.RandomNormal({ stddev: 1, seed: 1 }).apply([784, 300]);
 * console.log(weights.shape); // => [784, 300]
 * ```
 */
export class RandomNormal extends NormalInitializer {
  static override readonly className: string = 'RandomNormal';

  constructor(options: RandomNormalOptions = {}) {
    super('RandomNormal', options);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    const dtype = weightDtype(options.dtype);
    return normal(shape, { ...this.distribution, seed: this.seed, dtype });
  }
}

/**
 * Normally distributed values, drawn again where they lie more than two standard deviations from the mean.
 *
 * @param options `{ mean: 0, stddev: 0.05, seed: null }`; stddev is that before truncation
 * @see https://keras.io/api/layers/initializers/#truncatednormal-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.TruncatedNormal({ seed: 1 }).apply([3, 4]).shape); // => [3, 4]
 * ```
 */
export class TruncatedNormal extends NormalInitializer {
  static override readonly className: string = 'TruncatedNormal';

  constructor(options: RandomNormalOptions = {}) {
    super('TruncatedNormal', options);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    const dtype = weightDtype(options.dtype);
    return truncatedNormal(shape, { ...this.distribution, seed: this.seed, dtype });
  }
}

export interface RandomUniformOptions {
  /** Lower bound, included. Default -0.05. */
  readonly minval?: number;
  /** Upper bound, excluded. Default 0.05. */
  readonly maxval?: number;
  readonly seed?: InitializerSeed;
}

/**
 * Values uniformly distributed on [minval, maxval).
 *
 * @param options `{ minval: -0.05, maxval: 0.05, seed: null }`
 * @see https://keras.io/api/layers/initializers/#randomuniform-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(new initializers.RandomUniform({ minval: 0, maxval: 1, seed: 1 }).apply([3, 3]).shape); // => [3, 3]
 * ```
 */
export class RandomUniform extends RandomInitializer {
  static override readonly className: string = 'RandomUniform';
  readonly #minval: number;
  readonly #maxval: number;

  constructor(options: RandomUniformOptions = {}) {
    checkOptions('RandomUniform', options, ['minval', 'maxval', 'seed']);
    super(options.seed);
    this.#minval = finiteNumber('minval', options.minval ?? -0.05);
    this.#maxval = finiteNumber('maxval', options.maxval ?? 0.05);
    if (this.#maxval < this.#minval)
      throw badArgument('maxval', `a number from \`minval\` (${this.#minval}) on`, this.#maxval);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    const dtype = weightDtype(options.dtype);
    return uniform(shape, { minval: this.#minval, maxval: this.#maxval, seed: this.seed, dtype });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), minval: this.#minval, maxval: this.#maxval };
  }
}
