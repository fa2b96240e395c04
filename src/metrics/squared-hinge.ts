import { squaredHinge } from '../losses/squared-hinge.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Squared hinge loss: the mean of `max(1 - yTrue * yPred, 0)²`, for targets of -1 and 1 (or 0 and 1).
 *
 * See https://keras.io/api/metrics/hinge_metrics/#squaredhinge-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.SquaredHinge();
 * metric.updateState([[0, 1], [0, 0]], [[0.5, 0.5], [-1, 1]]);
 * console.log(await metric.result().item()); // => 1.625
 * ```
 */
export class SquaredHinge extends PredictionMean {
  static override readonly className: string = 'SquaredHinge';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `squared_hinge` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'squared_hinge', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return squaredHinge(yTrue, yPred);
  }
}
