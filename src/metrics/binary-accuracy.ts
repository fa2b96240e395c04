import { lossOperands } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import { finiteNumber } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Where predictions, taken as 1 above the threshold and as 0 otherwise, equal the targets.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class.
 *
 * @param yTrue targets of 0 and 1, [batch, ...]
 * @param yPred probabilities, of the same shape
 * @param options `threshold`: above which a prediction counts as 1. Default 0.5.
 * @returns 1 where they agree and 0 elsewhere, of the same shape
 * @throws ArgumentError when the shapes cannot be broadcast together
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(await metrics.binaryAccuracy([[1], [0]], [[0.6], [0.7]]).array()); // => [[1], [0]]
 * ```
 */
export function binaryAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: { readonly threshold?: number } = {},
): Tensor {
  const [target, pred] = lossOperands(yTrue, yPred);
  const decided = ops.cast(ops.greater(pred, finiteNumber('threshold', options.threshold ?? 0.5)), 'float32');
  return ops.cast(ops.equal(target, decided), 'float32');
}

/** Options of `BinaryAccuracy`. */
export interface BinaryAccuracyOptions extends MetricOptions {
  /** Above which a prediction counts as 1; between 0 and 1, both excluded. Default 0.5. */
  readonly threshold?: number;
}

/**
 * How often predictions fall on the right side of a threshold.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const accuracy = new metrics.BinaryAccuracy();
 * accuracy.updateState([1, 1, 0, 0], [0.98, 1, 0, 0.6]);
 * console.log(await accuracy.result().item()); // => 0.75
 * ```
 */
export class BinaryAccuracy extends PredictionMean {
  static override readonly className: string = 'BinaryAccuracy';
  override readonly direction = 'up';
  readonly threshold: number;

  /** @param options see `BinaryAccuracyOptions`; the default name is `binary_accuracy` */
  constructor(options: BinaryAccuracyOptions = {}) {
    super(options, { name: 'binary_accuracy', own: ['threshold'] });
    this.threshold = finiteNumber('threshold', options.threshold ?? 0.5);
    if (this.threshold <= 0 || this.threshold >= 1) {
      throw badArgument('threshold', 'between 0 and 1, both excluded', options.threshold);
    }
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return binaryAccuracy(yTrue, yPred, { threshold: this.threshold });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), threshold: this.threshold };
  }
}
