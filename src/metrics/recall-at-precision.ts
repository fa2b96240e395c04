import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ConstrainedMetric, type ConstrainedMetricOptions, fromConstrainedConfig } from './constrained-metric.ts';
import type { Metric } from './metric.ts';

/**
 * The best recall over all thresholds at which the precision is at least so much.
 *
 * See https://keras.io/api/metrics/classification_metrics/#recallatprecision-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.RecallAtPrecision(0.5);
 * metric.updateState([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]);
 * console.log(await metric.result().item()); // => 1
 * ```
 */
export class RecallAtPrecision extends ConstrainedMetric {
  static override readonly className: string = 'RecallAtPrecision';

  /**
   * @param precision from 0 to 1
   * @param options see `ConstrainedMetricOptions`; the default name is `recall_at_precision`, counted up
   */
  constructor(precision: number, options: ConstrainedMetricOptions = {}) {
    super('precision', precision, options);
  }

  protected override choose(shares: { readonly precision: Tensor; readonly recall: Tensor }) {
    return { constrained: shares.precision, wanted: shares.recall };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    return fromConstrainedConfig(this, 'precision', config);
  }
}
