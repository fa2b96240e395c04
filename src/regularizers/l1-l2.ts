import { absolute, add, multiply, square } from '../ops/arithmetic.ts';
import { sum } from '../ops/reduction.ts';
import { nonNegativeNumber } from '../support/check-values.ts';
import { checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Regularizer } from './regularizer.ts';

const absoluteSum = (x: TensorLike): Tensor => sum(absolute(x));
const squareSum = (x: TensorLike): Tensor => sum(square(x));

/**
 * l1 sum(|x|): draws weights to exactly zero.
 *
 * @param options `{ l1: 0.01 }` (or the number alone), not negative
 * @throws ArgumentError when l1 is negative or not finite
 * @see https://keras.io/api/layers/regularizers/#l1-class
 *
 * @example
 * ```ts
 * import { regularizers } from 'keratin';
 * console.log(await new regularizers.L1({ l1: 0.5 }).apply([1, -3]).item()); // => 2
 * ```
 */
export class L1 extends Regularizer {
  static override readonly className: string = 'L1';
  readonly #l1: number;

  constructor(options: number | { l1?: number } = {}) {
    super();
    const chosen: { l1?: number } = typeof options === 'number' ? { l1: options } : options;
    checkOptions('L1', chosen, ['l1']);
    this.#l1 = nonNegativeNumber('l1', chosen.l1 ?? 0.01);
  }

  override apply(x: TensorLike): Tensor {
    return multiply(absoluteSum(x), this.#l1);
  }

  /** Keras holds this factor in single precision and writes it so. */
  override getConfig(): Config {
    return { l1: Math.fround(this.#l1) };
  }
}

/**
 * l2 sum(x²): keeps weights small.
 *
 * @param options `{ l2: 0.01 }` (or the number alone), not negative
 * @throws ArgumentError when l2 is negative or not finite
 * @see https://keras.io/api/layers/regularizers/#l2-class
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * new layers.Dense(10, { kernelRegularizer: 'l2' });
 * ```
 */
export class L2 extends Regularizer {
  static override readonly className: string = 'L2';
  readonly #l2: number;

  constructor(options: number | { l2?: number } = {}) {
    super();
    const chosen: { l2?: number } = typeof options === 'number' ? { l2: options } : options;
    checkOptions('L2', chosen, ['l2']);
    this.#l2 = nonNegativeNumber('l2', chosen.l2 ?? 0.01);
  }

  override apply(x: TensorLike): Tensor {
    return multiply(squareSum(x), this.#l2);
  }

  override getConfig(): Config {
    return { l2: this.#l2 };
  }
}

/**
 * l1 sum(|x|) + l2 sum(x²).
 *
 * @param options `{ l1: 0, l2: 0 }`, not negative
 * @throws ArgumentError when a factor is negative or not finite
 * @see https://keras.io/api/layers/regularizers/#l1l2-class
 *
 * @example
 * ```ts
 * import { regularizers } from 'keratin';
 * console.log(await new regularizers.L1L2({ l1: 1, l2: 0.5 }).apply([2]).item()); // => 4
 * ```
 */
export class L1L2 extends Regularizer {
  static override readonly className: string = 'L1L2';
  readonly #l1: number;
  readonly #l2: number;

  constructor(options: { l1?: number | null; l2?: number | null } = {}) {
    super();
    checkOptions('L1L2', options, ['l1', 'l2']);
    this.#l1 = nonNegativeNumber('l1', options.l1 ?? 0);
    this.#l2 = nonNegativeNumber('l2', options.l2 ?? 0);
  }

  override apply(x: TensorLike): Tensor {
    return add(multiply(absoluteSum(x), this.#l1), multiply(squareSum(x), this.#l2));
  }

  override getConfig(): Config {
    return { l1: this.#l1, l2: this.#l2 };
  }
}
