import type { Tensor } from '../tensor/tensor.ts';
import type { ConfusionCounts } from './confusion-counts.ts';
import { DecisionMetric, type DecisionMetricOptions } from './decision-metric.ts';

/**
 * Recall: the share of the positives that are found, `TP / (TP + FN)`; 0 when there are none.
 *
 * See https://keras.io/api/metrics/classification_metrics/#recall-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.Recall();
 * metric.updateState([0, 1, 1, 0], [0.9, 0.8, 0.2, 0.1]);
 * console.log(await metric.result().item()); // => 0.5
 * ```
 */
export class Recall extends DecisionMetric {
  static override readonly className: string = 'Recall';

  /** @param options see `DecisionMetricOptions`; the default name is `recall`, counted up */
  constructor(options: DecisionMetricOptions = {}) {
    super(options, 'false_negatives');
  }

  protected override errorsOf(counts: ConfusionCounts): Tensor {
    return counts.falseNegatives;
  }
}
