import { lossOperandsOfOneShape } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import { positiveInteger } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/**
 * Where the class of the one-hot target is among the k with the highest scores; of equal scores none comes first, so
 * all count as inside.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class.
 *
 * @param yTrue one-hot targets, [batch, ..., classes]
 * @param yPred scores, of the same shape
 * @param options `k`: how many classes count as right. Default 5.
 * @returns 1 where it is and 0 elsewhere, [batch, ...]
 * @throws ArgumentError when the shapes differ, or k isn't a positive integer
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(await metrics.topKCategoricalAccuracy([[0, 0, 1]], [[0.1, 0.9, 0.8]], { k: 2 }).array()); // => [1]
 * ```
 */
export function topKCategoricalAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: { readonly k?: number } = {},
): Tensor {
  const k = positiveInteger('k', options.k ?? 5);
  const [target, pred] = lossOperandsOfOneShape(yTrue, yPred);
  return ops.cast(ops.inTopK(ops.argmax(target, { axis: -1 }), pred, k), 'float32');
}

/** Options of `TopKCategoricalAccuracy`. */
export interface TopKCategoricalAccuracyOptions extends MetricOptions {
  /** How many classes count as right. Default 5. */
  readonly k?: number;
}

/**
 * How often the class of the one-hot target is among the k with the highest scores.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const accuracy = new metrics.TopKCategoricalAccuracy({ k: 1 });
 * accuracy.updateState([[0, 0, 1], [0, 1, 0]], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]]);
 * console.log(await accuracy.result().item()); // => 0.5
 * ```
 */
export class TopKCategoricalAccuracy extends PredictionMean {
  static override readonly className: string = 'TopKCategoricalAccuracy';
  override readonly direction = 'up';
  readonly k: number;

  /** @param options see `TopKCategoricalAccuracyOptions`; the default name is `top_k_categorical_accuracy` */
  constructor(options: TopKCategoricalAccuracyOptions = {}) {
    super(options, { name: 'top_k_categorical_accuracy', own: ['k'] });
    this.k = positiveInteger('k', options.k ?? 5);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return topKCategoricalAccuracy(yTrue, yPred, { k: this.k });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), k: this.k };
  }
}
