import { meanAbsolutePercentageError } from '../losses/mean-absolute-percentage-error.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Mean absolute percentage error: the mean of `100 * |(yTrue - yPred) / yTrue|`.
 *
 * See https://keras.io/api/metrics/regression_metrics/#meanabsolutepercentageerror-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.MeanAbsolutePercentageError();
 * metric.updateState([[2, 4]], [[1, 5]]);
 * console.log(await metric.result().item()); // => 37.5
 * ```
 */
export class MeanAbsolutePercentageError extends PredictionMean {
  static override readonly className: string = 'MeanAbsolutePercentageError';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `mean_absolute_percentage_error` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'mean_absolute_percentage_error', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return meanAbsolutePercentageError(yTrue, yPred);
  }
}
