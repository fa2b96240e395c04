import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ConstrainedMetric, type ConstrainedMetricOptions, fromConstrainedConfig } from './constrained-metric.ts';
import type { Metric } from './metric.ts';

/**
 * The best specificity, `TN / (TN + FP)`, over all thresholds at which the sensitivity, `TP / (TP + FN)`, is at least so much.
 *
 * See https://keras.io/api/metrics/classification_metrics/#specificityatsensitivity-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.SpecificityAtSensitivity(0.5);
 * metric.updateState([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]);
 * console.log((await metric.result().item()).toFixed(4)); // => 0.6667
 * ```
 */
export class SpecificityAtSensitivity extends ConstrainedMetric {
  static override readonly className: string = 'SpecificityAtSensitivity';

  /**
   * @param sensitivity from 0 to 1
   * @param options see `ConstrainedMetricOptions`; the default name is `specificity_at_sensitivity`, counted up
   */
  constructor(sensitivity: number, options: ConstrainedMetricOptions = {}) {
    super('sensitivity', sensitivity, options);
  }

  protected override choose(shares: { readonly recall: Tensor; readonly specificity: Tensor }) {
    return { constrained: shares.recall, wanted: shares.specificity };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    return fromConstrainedConfig(this, 'sensitivity', config);
  }
}
