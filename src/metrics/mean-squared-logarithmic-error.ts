import { meanSquaredLogarithmicError } from '../losses/mean-squared-logarithmic-error.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Mean squared logarithmic error: the mean of `(log(yTrue + 1) - log(yPred + 1))²`.
 *
 * See https://keras.io/api/metrics/regression_metrics/#meansquaredlogarithmicerror-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.MeanSquaredLogarithmicError();
 * metric.updateState([[1, 2]], [[1, 2]]);
 * console.log(await metric.result().item()); // => 0
 * ```
 */
export class MeanSquaredLogarithmicError extends PredictionMean {
  static override readonly className: string = 'MeanSquaredLogarithmicError';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `mean_squared_logarithmic_error` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'mean_squared_logarithmic_error', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanSquaredLogarithmicError(yTrue, yPred);
  }
}
