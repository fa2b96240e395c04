import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ConstrainedMetric, type ConstrainedMetricOptions, fromConstrainedConfig } from './constrained-metric.ts';
import type { Metric } from './metric.ts';

/**
 * The best precision over all thresholds at which the recall is at least so much.
 *
 * See https://keras.io/api/metrics/classification_metrics/#precisionatrecall-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.PrecisionAtRecall(0.5);
 * metric.updateState([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]);
 * console.log(await metric.result().item()); // => 0.5
 * ```
 */
export class PrecisionAtRecall extends ConstrainedMetric {
  static override readonly className: string = 'PrecisionAtRecall';

  /**
   * @param recall from 0 to 1
   * @param options see `ConstrainedMetricOptions`; the default name is `precision_at_recall`, counted up
   */
  constructor(recall: number, options: ConstrainedMetricOptions = {}) {
    super('recall', recall, options);
  }

  protected override choose(shares: { readonly recall: Tensor; readonly precision: Tensor }) {
    return { constrained: shares.recall, wanted: shares.precision };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    return fromConstrainedConfig(this, 'recall', config);
  }
}
