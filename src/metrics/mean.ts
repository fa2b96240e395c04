import type { TensorLike } from '../tensor/convert.ts';
import type { MetricOptions, UpdateOptions } from './metric.ts';
import { RunningMean } from './running-mean.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/**
 * Weighted mean of values: `sum(weight * value) / sum(weight)`.
 *
 * See https://keras.io/api/metrics/reduction_metrics/#mean-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const mean = new metrics.Mean();
 * mean.updateState([1, 3, 5, 7]);
 * console.log(await mean.result().item()); // => 4
 * ```
 */
export class Mean extends RunningMean {
  static override readonly className: string = 'Mean';

  /** @param options see `MetricOptions`; the default name is `mean` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'mean', own: [] });
  }

  /**
   * @param values [batch, ...]; further axes are averaged
   * @param options see `UpdateOptions`
   * @throws ArgumentError when the weights do not fit the values
   */
  override updateState(values: TensorLike, options: UpdateOptions = {}): void {
    this.add(updateOperand('values', values, 'float32'), weightOf('Mean.updateState', options));
  }
}
