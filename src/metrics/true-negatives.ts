import type { Tensor } from '../tensor/tensor.ts';
import type { ConfusionCounts } from './confusion-counts.ts';
import { CountMetric, type CountMetricOptions } from './count-metric.ts';

/**
 * The weighted number of negatives that are predicted so: label 0, prediction not above the threshold.
 *
 * See https://keras.io/api/metrics/classification_metrics/#truenegatives-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.TrueNegatives();
 * metric.updateState([0, 1, 1, 1], [0.9, 0.8, 0.2, 0.7]);
 * console.log(await metric.result().item()); // => 0
 * ```
 */
export class TrueNegatives extends CountMetric {
  static override readonly className: string = 'TrueNegatives';
  override readonly direction = 'up';

  /** @param options see `CountMetricOptions`; the default name is `true_negatives`, counted up */
  constructor(options: CountMetricOptions = {}) {
    super(options);
  }

  protected override count(counts: ConfusionCounts): Tensor {
    return counts.trueNegatives;
  }
}
