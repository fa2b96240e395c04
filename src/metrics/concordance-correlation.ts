import { lossOperands } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import { axisOrAxes } from '../support/check-values.ts';
import { epsilon } from '../support/epsilon.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** Along which axes a correlation is taken. */
export interface ConcordanceCorrelationArguments {
  /** Default -1. */
  readonly axis?: number | readonly number[];
}

/**
 * Lin's concordance correlation coefficient: `2 * cov / (varTrue + varPred + (meanTrue - meanPred)²)`, from -1 to 1; unlike Pearson's it falls when predictions are shifted or scaled.
 *
 * See https://keras.io/api/metrics/regression_metrics/#concordancecorrelation-class.
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
 * console.log(metrics.concordanceCorrelation([[1, 2, 3]], [[2, 4, 7]]).shape); // => [1]
 * ```
 */
export function concordanceCorrelation(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: ConcordanceCorrelationArguments = {},
): Tensor {
  const axis = axisOrAxes('axis', options.axis ?? -1);
  const [target, pred] = lossOperands(yTrue, yPred);
  const mean = (x: Tensor): Tensor => ops.mean(x, { axis, keepdims: true });
  const [targetMean, predMean] = [mean(target), mean(pred)];
  const [targetRest, predRest] = [ops.subtract(target, targetMean), ops.subtract(pred, predMean)];
  const covariance = ops.mean(ops.multiply(targetRest, predRest), { axis });
  const spread = ops.mean(ops.add(ops.square(targetRest), ops.square(predRest)), { axis });
  const shift = ops.mean(ops.square(ops.subtract(targetMean, predMean)), { axis });
  return ops.divide(ops.multiply(2, covariance), ops.add(ops.add(spread, shift), epsilon()));
}

/** Options of `ConcordanceCorrelation`. */
export interface ConcordanceCorrelationOptions extends MetricOptions, ConcordanceCorrelationArguments {}

/**
 * Lin's concordance correlation coefficient, averaged over samples.
 *
 * See https://keras.io/api/metrics/regression_metrics/#concordancecorrelation-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const correlation = new metrics.ConcordanceCorrelation();
 * correlation.updateState([[1, 2, 3]], [[3, 2, 1]]);
 * console.log((await correlation.result().item()).toFixed(4)); // => -1.0000
 * ```
 */
export class ConcordanceCorrelation extends PredictionMean {
  static override readonly className: string = 'ConcordanceCorrelation';
  override readonly direction = 'up';
  readonly axis: number | readonly number[];

  /** @param options see `ConcordanceCorrelationOptions`; the default name is `concordance_correlation` */
  constructor(options: ConcordanceCorrelationOptions = {}) {
    super(options, { name: 'concordance_correlation', own: ['axis'] });
    this.axis = axisOrAxes('axis', options.axis ?? -1);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return concordanceCorrelation(yTrue, yPred, { axis: this.axis });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), axis: this.axis };
  }
}
