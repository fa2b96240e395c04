import type { Axis } from '../ops/options.ts';
import type { DType } from '../support/dtype.ts';
import { checkOptions } from '../support/errors.ts';
import { type Config, optionsFromConfig } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type IntegerDType, integerDtype } from './value-range.ts';

/** A function that gives integers, and what the numbers were multiplied by. */
export type QuantizerFunction = (x: TensorLike, options?: QuantizeOptions) => readonly [Tensor, Tensor];

export interface QuantizeOptions {
  /** The axis, or axes, that share a scale. Default null: as the quantizer was made. */
  readonly axis?: Axis;
}

/**
 * Makes integers of floats. A custom one overrides `apply`, and `getConfig` when it has options.
 *
 * @param options `outputDtype`: of the integers, default 'int8'
 * @throws ArgumentError when it is no dtype of integers
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { ops, quantizers, type TensorLike } from 'keratin';
 * class Halves extends quantizers.Quantizer {
 *   static override readonly className: string = 'Halves';
 *   override apply(x: TensorLike) {
 *     return [ops.cast(ops.round(ops.multiply(x, 2)), 'int8'), ops.convertToTensor([2])] as const;
 *   }
 * }
 * console.log(await new Halves().apply([0.4, 3])[0].array()); // => [1, 6]
 * ```
 */
export abstract class Quantizer {
  /** Keras's class name, which configs carry. */
  static readonly className: string = 'Quantizer';
  /** Of the integers. */
  readonly outputDtype: IntegerDType;

  constructor(options: { readonly outputDtype?: DType } = {}) {
    checkOptions('Quantizer', options, ['outputDtype']);
    this.outputDtype = integerDtype('outputDtype', options.outputDtype);
  }

  /**
   * Quantizes.
   *
   * @returns integers and their scale: `x` is about integers / scale
   */
  abstract apply(x: TensorLike, options?: QuantizeOptions): readonly [Tensor, Tensor];

  /** The constructor's options, as Keras writes them. */
  getConfig(): Config {
    return { output_dtype: this.outputDtype };
  }

  static fromConfig<T extends Quantizer>(this: new (options: never) => T, config: Config): T {
    // The values come from JSON; the constructor checks names and values.
    return new this(optionsFromConfig(config) as never);
  }
}

/** A quantizer made of a function of one's own. */
export class FunctionQuantizer extends Quantizer {
  static override readonly className: string = 'FunctionQuantizer';
  readonly fn: QuantizerFunction;

  constructor(fn: QuantizerFunction) {
    super();
    this.fn = fn;
  }

  override apply(x: TensorLike, options: QuantizeOptions = {}): readonly [Tensor, Tensor] {
    return this.fn(x, options);
  }
}
