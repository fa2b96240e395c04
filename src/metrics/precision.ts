import type { Tensor } from '../tensor/tensor.ts';
import type { ConfusionCounts } from './confusion-counts.ts';
import { DecisionMetric, type DecisionMetricOptions } from './decision-metric.ts';

/**
 * Precision: the share of right ones among the predicted positives, `TP / (TP + FP)`; 0 when nothing is predicted positive.
 *
 * See https://keras.io/api/metrics/classification_metrics/#precision-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.Precision();
 * metric.updateState([0, 1, 1, 0], [0.9, 0.8, 0.2, 0.1]);
 * console.log(await metric.result().item()); // => 0.5
 * ```
 */
export class Precision extends DecisionMetric {
  static override readonly className: string = 'Precision';

  /** @param options see `DecisionMetricOptions`; the default name is `precision`, counted up */
  constructor(options: DecisionMetricOptions = {}) {
    super(options, 'false_positives');
  }

  protected override errorsOf(counts: ConfusionCounts): Tensor {
    return counts.falsePositives;
  }
}
