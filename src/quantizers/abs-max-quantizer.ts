import { axisOrAxes, optional, positiveNumber } from '../support/check-values.ts';
import type { DType } from '../support/dtype.ts';
import { epsilon } from '../support/epsilon.ts';
import { checkOptions } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { absMaxQuantize } from './abs-max-quantize.ts';
import { type QuantizeOptions, Quantizer } from './quantizer.ts';
import { type ValueRange, valueRange } from './value-range.ts';

/** Options of `AbsMaxQuantizer`. */
export interface AbsMaxQuantizerOptions {
  /** The axis, or axes, that share a scale, where `apply` is told none. Default null: the last one. */
  readonly axis?: number | readonly number[] | null;
  /** The least and the greatest integer. Default [-127, 127]. */
  readonly valueRange?: ValueRange;
  /** What is added to the largest number, so that zeros can be scaled. Default `config.epsilon()`. */
  readonly epsilon?: number;
  /** Of the integers. Default 'int8'. */
  readonly outputDtype?: DType;
}

/**
 * Scales floats so that the largest becomes the greatest integer, and rounds: see `quantizers.absMaxQuantize`.
 *
 * @param options `axis`, `valueRange`, `epsilon`, `outputDtype`
 * @throws ArgumentError when the range doesn't fit into the dtype
 * @see https://keras.io/api/quantizers/
 *
 * @example
 * ```ts
 * import { quantizers } from 'keratin';
 * const [integers, scale] = new quantizers.AbsMaxQuantizer({ axis: 0 }).apply([[1, 4], [2.5, -1]]);
 * console.log(await integers.array(), await scale.array()); // => [[51, 127], [127, -32]] [[50.8, 31.75]]
 * ```
 */
export class AbsMaxQuantizer extends Quantizer {
  static override readonly className: string = 'AbsMaxQuantizer';
  readonly axis: readonly number[] | null;
  readonly valueRange: ValueRange;
  readonly epsilon: number;

  constructor(options: AbsMaxQuantizerOptions = {}) {
    checkOptions('AbsMaxQuantizer', options, ['axis', 'valueRange', 'epsilon', 'outputDtype']);
    super(options.outputDtype === undefined ? {} : { outputDtype: options.outputDtype });
    const axis = optional(axisOrAxes, 'axis', options.axis);
    this.axis = typeof axis === 'number' ? [axis] : axis;
    this.valueRange = valueRange(options.valueRange ?? [-127, 127], this.outputDtype);
    this.epsilon = positiveNumber('epsilon', options.epsilon ?? epsilon());
  }

  override apply(x: TensorLike, options: QuantizeOptions = {}): readonly [Tensor, Tensor] {
    checkOptions('AbsMaxQuantizer.apply', options, ['axis']);
    const { valueRange, outputDtype: dtype, epsilon } = this;
    return absMaxQuantize(x, options.axis ?? this.axis ?? -1, { valueRange, dtype, epsilon });
  }

  override getConfig(): Config {
    return {
      value_range: this.valueRange,
      epsilon: this.epsilon,
      ...super.getConfig(),
      ...(this.axis === null ? {} : { axis: this.axis }),
    };
  }
}
