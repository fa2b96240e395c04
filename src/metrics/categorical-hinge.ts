import { categoricalHinge } from '../losses/categorical-hinge.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Categorical hinge loss: the mean over samples of `max(best wrong score - right score + 1, 0)`, for one-hot targets.
 *
 * See https://keras.io/api/metrics/hinge_metrics/#categoricalhinge-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.CategoricalHinge();
 * metric.updateState([[0, 1], [1, 0]], [[0.5, 1.5], [0.5, 0.25]]);
 * console.log(await metric.result().item()); // => 0.375
 * ```
 */
export class CategoricalHinge extends PredictionMean {
  static override readonly className: string = 'CategoricalHinge';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `categorical_hinge` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'categorical_hinge', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalHinge(yTrue, yPred);
  }
}
