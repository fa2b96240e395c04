import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ConstrainedMetric, type ConstrainedMetricOptions, fromConstrainedConfig } from './constrained-metric.ts';
import type { Metric } from './metric.ts';

/**
 * The best sensitivity, `TP / (TP + FN)`, over all thresholds at which the specificity, `TN / (TN + FP)`, is at least so much.
 *
 * See https://keras.io/api/metrics/classification_metrics/#sensitivityatspecificity-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.SensitivityAtSpecificity(0.5);
 * metric.updateState([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]);
 * console.log(await metric.result().item()); // => 0.5
 * ```
 */
export class SensitivityAtSpecificity extends ConstrainedMetric {
  static override readonly className: string = 'SensitivityAtSpecificity';

  /**
   * @param specificity from 0 to 1
   * @param options see `ConstrainedMetricOptions`; the default name is `sensitivity_at_specificity`, counted up
   */
  constructor(specificity: number, options: ConstrainedMetricOptions = {}) {
    super('specificity', specificity, options);
  }

  protected override choose(shares: { readonly specificity: Tensor; readonly recall: Tensor }) {
    return { constrained: shares.specificity, wanted: shares.recall };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    return fromConstrainedConfig(this, 'specificity', config);
  }
}
