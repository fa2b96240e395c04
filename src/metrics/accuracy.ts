import { squeezeOrExpandToSameRank } from '../losses/same-rank.ts';
import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * How often predictions equal the targets exactly: for predicted labels, not probabilities. (The name `'accuracy'` in
 * `compile` picks the binary, categorical or sparse categorical accuracy instead, by the shapes.)
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#accuracy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const accuracy = new metrics.Accuracy();
 * accuracy.updateState([1, 2, 3, 4], [0, 2, 3, 4]);
 * console.log(await accuracy.result().item()); // => 0.75
 * ```
 */
export class Accuracy extends PredictionMean {
  static override readonly className: string = 'Accuracy';
  override readonly direction = 'up';

  /** @param options see `MetricOptions`; the default name is `accuracy` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'accuracy', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return ops.cast(ops.equal(...squeezeOrExpandToSameRank(yTrue, yPred)), 'float32');
  }
}
