import { multiply } from '../ops/arithmetic.ts';
import { eye } from '../ops/matrices.ts';
import { finiteNumber } from '../support/check-values.ts';
import { badArgument, checkOptions } from '../support/errors.ts';
import { floatx } from '../support/floatx.ts';
import type { Config } from '../support/registry.ts';
import { formatShape, type Shape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Initializer, type InitializerOptions } from './initializer.ts';

/**
 * The identity matrix times `gain`: a dense layer that passes its inputs on. Only for weights with two axes.
 *
 * @param options `{ gain: 1 }`
 * @see https://keras.io/api/layers/initializers/#identity-class
 *
 * @example
 * ```ts
 * import { initializers } from 'keratin';
 * console.log(await new initializers.Identity().apply([2, 3]).array()); // => [[1, 0, 0], [0, 1, 0]]
 * ```
 */
export class Identity extends Initializer {
  static override readonly className: string = 'Identity';
  readonly #gain: number;

  constructor(options: { gain?: number } = {}) {
    super();
    checkOptions('Identity', options, ['gain']);
    this.#gain = finiteNumber('gain', options.gain ?? 1);
  }

  override apply(shape: Shape, options: InitializerOptions = {}): Tensor {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length !== 2) {
      throw badArgument('shape', 'a shape with two axes, which Identity needs', formatShape(shape));
    }
    const matrix = eye(rows, { M: columns, dtype: options.dtype ?? floatx() });
    return this.#gain === 1 ? matrix : multiply(matrix, this.#gain);
  }

  /** Keras writes no gain (and so loses it); it is only written where it isn't 1. */
  override getConfig(): Config {
    return this.#gain === 1 ? {} : { gain: this.#gain };
  }
}
