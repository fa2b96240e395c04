import { poisson } from '../losses/poisson.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Poisson loss of counts: the mean of `yPred - yTrue * log(yPred)`.
 *
 * See https://keras.io/api/metrics/probabilistic_metrics/#poisson-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.Poisson();
 * metric.updateState([[0, 0]], [[1, 3]]);
 * console.log(await metric.result().item()); // => 2
 * ```
 */
export class Poisson extends PredictionMean {
  static override readonly className: string = 'Poisson';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `poisson` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'poisson', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return poisson(yTrue, yPred);
  }
}
