import type { Tensor } from '../tensor/tensor.ts';
import type { ConfusionCounts } from './confusion-counts.ts';
import { CountMetric, type CountMetricOptions } from './count-metric.ts';

/**
 * The weighted number of negatives taken for positives: label 0, prediction above the threshold.
 *
 * See https://keras.io/api/metrics/classification_metrics/#falsepositives-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.FalsePositives();
 * metric.updateState([0, 1, 1, 1], [0.9, 0.8, 0.2, 0.7]);
 * console.log(await metric.result().item()); // => 1
 * ```
 */
export class FalsePositives extends CountMetric {
  static override readonly className: string = 'FalsePositives';
  override readonly direction = 'down';

  /** @param options see `CountMetricOptions`; the default name is `false_positives`, counted up */
  constructor(options: CountMetricOptions = {}) {
    super(options);
  }

  protected override count(counts: ConfusionCounts): Tensor {
    return counts.falsePositives;
  }
}
