import { lossOperands } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Root mean squared error: `sqrt(mean((yTrue - yPred)²))`, the root taken over all samples seen.
 *
 * See https://keras.io/api/metrics/regression_metrics/#rootmeansquarederror-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.RootMeanSquaredError();
 * metric.updateState([[0, 1], [0, 0]], [[1, 1], [0, 0]]);
 * console.log(await metric.result().item()); // => 0.5
 * ```
 */
export class RootMeanSquaredError extends PredictionMean {
  static override readonly className: string = 'RootMeanSquaredError';
  override readonly direction = 'down';

  /** @param options see `MetricOptions`; the default name is `root_mean_squared_error` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'root_mean_squared_error', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return ops.square(ops.subtract(...lossOperands(yTrue, yPred)));
  }

  override result(): Tensor {
    return ops.sqrt(super.result());
  }
}
