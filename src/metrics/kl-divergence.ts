import { klDivergence } from '../losses/kl-divergence.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Kullback-Leibler divergence: the mean over samples of `sum(yTrue * log(yTrue / yPred))`.
 *
 * See https://keras.io/api/metrics/probabilistic_metrics/#kldivergence-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.KLDivergence();
 * metric.updateState([[0.5, 0.5]], [[0.5, 0.5]]);
 * console.log(await metric.result().item()); // => 0
 * ```
 */
export class KLDivergence extends PredictionMean {
  static override readonly className: string = 'KLDivergence';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `kl_divergence` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'kl_divergence', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return klDivergence(yTrue, yPred);
  }
}
