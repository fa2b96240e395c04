import { full, ones, zeros } from '../ops/creation.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import type { Config } from '../support/registry.ts';
import type { Shape } from '../support/shape.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Initializer, type InitializerOptions } from './initializer.ts';

/**
 * Zeros.
 *
 * @see https://keras.io/api/layers/initializers/#zeros-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(await new initializers.Zeros().apply([2]).array()); // => [0, 0]
 * ```
 */
export class Zeros extends Initializer {
  static override readonly className: string = 'Zeros';

  constructor(options: object = {}) {
    super();
    checkOptions('Zeros', options, []);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    return zeros(shape, options.dtype ?? floatx());
  }
}

/**
 * Ones.
 *
 * @see https://keras.io/api/layers/initializers/#ones-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(await new initializers.Ones().apply([2]).array()); // => [1, 1]
 * ```
 */
export class Ones extends Initializer {
  static override readonly className: string = 'Ones';

  constructor(options: object = {}) {
    super();
    checkOptions('Ones', options, []);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    return ones(shape, options.dtype ?? floatx());
  }
}

/**
 * One value everywhere.
 *
 * @param options `{ value }` (or the value alone): a number, or what broadcasts to the shape of the weight. Default 0
 * @see https://keras.io/api/layers/initializers/#constant-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(await new initializers.Constant(0.5).apply([2]).array()); // => [0.5, 0.5]
 * ```
 */
export class Constant extends Initializer {
  static override readonly className: string = 'Constant';
  readonly #value: TensorLike;

  constructor(options: number | { value?: TensorLike } = {}) {
    super();
    const chosen: { value?: TensorLike } = typeof options === 'number' ? { value: options } : options;
    checkOptions('Constant', chosen, ['value']);
    const value = chosen.value ?? 0;
    if (!isTensorLike(value)) throw badArgument('value', 'a number or a tensor', value);
    this.#value = value;
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    return full(shape, this.#value, options.dtype ?? floatx());
  }

  override getConfig(): Config {
    const value = this.#value;
    return {
      value: typeof value === 'number' || Array.isArray(value) ? value : [...convertToTensor(value).dataSync()],
    };
  }
}
