import { labelOperands } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Where the class with the highest score is the label. Scores may be probabilities or logits.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class.
 *
 * @param yTrue class numbers, [batch, ...] or [batch, ..., 1]
 * @param yPred scores, [batch, ..., classes]
 * @returns 1 where they agree and 0 elsewhere, [batch, ...]
 * @throws ArgumentError when there isn't one label for each prediction
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(await metrics.sparseCategoricalAccuracy([1, 0], [[0.2, 0.8], [0.3, 0.7]]).array()); // => [1, 0]
 * ```
 */
export function sparseCategoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, pred] = labelOperands(yTrue, yPred, -1);
  return ops.cast(ops.equal(labels, ops.argmax(pred, { axis: -1 })), 'float32');
}

/**
 * How often the class with the highest score is the label. Labels are int32 or float32, [batch] or [batch, 1].
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const accuracy = new metrics.SparseCategoricalAccuracy();
 * accuracy.updateState([1, 0], [[0.2, 0.8], [0.3, 0.7]]);
 * console.log(await accuracy.result().item()); // => 0.5
 * ```
 */
export class SparseCategoricalAccuracy extends PredictionMean {
  static override readonly className: string = 'SparseCategoricalAccuracy';
  override readonly direction = 'up';

  /** @param options see `MetricOptions`; the default name is `sparse_categorical_accuracy` */
  constructor(options: MetricOptions = {}) {
    super(options, { name: 'sparse_categorical_accuracy', own: [] });
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseCategoricalAccuracy(yTrue, yPred);
  }
}
