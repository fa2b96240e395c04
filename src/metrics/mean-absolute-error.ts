import { meanAbsoluteError } from '../losses/mean-absolute-error.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Mean absolute error: the mean of `|yTrue - yPred|`.
 *
 * See https://keras.io/api/metrics/regression_metrics/#meanabsoluteerror-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.MeanAbsoluteError();
 * metric.updateState([[0, 1], [0, 0]], [[1, 1], [0, 0]]);
 * console.log(await metric.result().item()); // => 0.25
 * ```
 */
export class MeanAbsoluteError extends PredictionMean {
  static override readonly className: string = 'MeanAbsoluteError';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `mean_absolute_error` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'mean_absolute_error', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsoluteError(yTrue, yPred);
  }
}
