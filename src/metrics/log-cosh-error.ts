import { logCosh } from '../losses/log-cosh.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Logarithm of the hyperbolic cosine of the error: the mean of `log(cosh(yPred - yTrue))`.
 *
 * See https://keras.io/api/metrics/regression_metrics/#logcosherror-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.LogCoshError();
 * metric.updateState([[0, 0]], [[1, -1]]);
 * console.log((await metric.result().item()).toFixed(4)); // => 0.4338
 * ```
 */
export class LogCoshError extends PredictionMean {
  static override readonly className: string = 'LogCoshError';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `logcosh` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'logcosh', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return logCosh(yTrue, yPred);
  }
}
