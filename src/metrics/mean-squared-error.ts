import { meanSquaredError } from '../losses/mean-squared-error.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Mean squared error: the mean of `(yTrue - yPred)²`.
 *
 * See https://keras.io/api/metrics/regression_metrics/#meansquarederror-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.MeanSquaredError();
 * metric.updateState([[0, 1], [0, 0]], [[1, 1], [0, 0]]);
 * console.log(await metric.result().item()); // => 0.25
 * ```
 */
export class MeanSquaredError extends PredictionMean {
  static override readonly className: string = 'MeanSquaredError';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `mean_squared_error` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'mean_squared_error', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredError(yTrue, yPred);
  }
}
