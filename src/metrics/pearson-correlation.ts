import { lossOperands } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import { axisOrAxes } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** Along which axes a correlation is taken. */
export interface PearsonCorrelationArguments {
  /** Default -1. */
  readonly axis?: number | readonly number[];
}

/**
 * Pearson's correlation coefficient: `mean((yTrue - mean) / std * (yPred - mean) / std)`, from -1 to 1, 0 without any linear relation.
 *
 * See https://keras.io/api/metrics/regression_metrics/#pearsoncorrelation-class.
 *
 * @param yTrue targets, [batch, ..., d]
 * @param yPred predictions, of the same shape
 * @param options `axis`: along which the correlation is taken. Default -1.
 * @returns the correlation, without those axes
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(metrics.pearsonCorrelation([[1, 2, 3]], [[2, 4, 7]]).shape); // => [1]
 * ```
 */
export function pearsonCorrelation(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: PearsonCorrelationArguments = {},
): Tensor {
  const axis = axisOrAxes('axis', options.axis ?? -1);
  const [target, pred] = lossOperands(yTrue, yPred);
  const standardize = (x: Tensor): Tensor => {
    const centered = ops.subtract(x, ops.mean(x, { axis, keepdims: true }));
    return ops.divide(centered, ops.std(x, { axis, keepdims: true }));
  };
  return ops.mean(ops.multiply(standardize(target), standardize(pred)), { axis });
}

/** Options of `PearsonCorrelation`. */
export interface PearsonCorrelationOptions extends MetricOptions, PearsonCorrelationArguments {}

/**
 * Pearson's correlation coefficient, averaged over samples.
 *
 * See https://keras.io/api/metrics/regression_metrics/#pearsoncorrelation-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const correlation = new metrics.PearsonCorrelation();
 * correlation.updateState([[1, 2, 3]], [[3, 2, 1]]);
 * console.log((await correlation.result().item()).toFixed(4)); // => -1.0000
 * ```
 */
export class PearsonCorrelation extends PredictionMean {
  static override readonly className: string = 'PearsonCorrelation';
  override readonly direction = 'up';
  readonly axis: number | readonly number[];

  /** @param options see `PearsonCorrelationOptions`; the default name is `pearson_correlation` */
  constructor(options: PearsonCorrelationOptions = {}) {
    super(options, { name: 'pearson_correlation', own: ['axis'] });
    this.axis = axisOrAxes('axis', options.axis ?? -1);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return pearsonCorrelation(yTrue, yPred, { axis: this.axis });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis };
  }
}
