import { lossOperandsOfOneShape } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Where the class with the highest score is that of the one-hot target. Scores may be probabilities or logits.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class.
 *
 * @param yTrue one-hot targets, [batch, ..., classes]
 * @param yPred scores, of the same shape
 * @returns 1 where they agree and 0 elsewhere, [batch, ...]
 * @throws ArgumentError when the shapes differ
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(await metrics.categoricalAccuracy([[0, 1], [1, 0]], [[0.2, 0.8], [0.3, 0.7]]).array()); // => [1, 0]
 * ```
 */
export function categoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [target, pred] = lossOperandsOfOneShape(yTrue, yPred);
  return ops.cast(ops.equal(ops.argmax(target, { axis: -1 }), ops.argmax(pred, { axis: -1 })), 'float32');
}

/**
 * How often the class with the highest score is that of the one-hot target.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const accuracy = new metrics.CategoricalAccuracy();
 * accuracy.updateState([[0, 1], [1, 0]], [[0.2, 0.8], [0.3, 0.7]]);
 * console.log(await accuracy.result().item()); // => 0.5
 * ```
 */
export class CategoricalAccuracy extends PredictionMean {
  static override readonly className: string = 'CategoricalAccuracy';
  override readonly direction = 'up';

  /** @param options see `MetricOptions`; the default name is `categorical_accuracy` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'categorical_accuracy', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return categoricalAccuracy(yTrue, yPred);
  }
}
