import {
  checkSparseArguments,
  type SparseCategoricalCrossentropyArguments,
} from '../losses/sparse-categorical-arguments.ts';
import { sparseCategoricalCrossentropy } from '../losses/sparse-categorical-crossentropy.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** Options of `SparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyOptions extends MetricOptions, SparseCategoricalCrossentropyArguments {}

/**
 * Mean categorical crossentropy, `-log p[label]`, for class numbers. As in Keras, samples of `ignoreClass` count as
 * having no loss; they leave the mean altogether where sample weights are given.
 *
 * See https://keras.io/api/metrics/probabilistic_metrics/#sparsecategoricalcrossentropy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.SparseCategoricalCrossentropy({ fromLogits: true });
 * metric.updateState([1, 0], [[0, 0], [0, 0]]);
 * console.log((await metric.result().item()).toFixed(4)); // => 0.6931
 * ```
 */
export class SparseCategoricalCrossentropy extends PredictionMean {
  static override readonly className: string = 'SparseCategoricalCrossentropy';
  override readonly direction = 'down';
  readonly fromLogits: boolean;
  readonly ignoreClass: number | null;
  readonly axis: number;

  /** @param options see `SparseCategoricalCrossentropyOptions`; the default name is `sparse_categorical_crossentropy` */
  constructor(options: SparseCategoricalCrossentropyOptions = {}) {
    super(options, { name: 'sparse_categorical_crossentropy', own: ['fromLogits', 'ignoreClass', 'axis'] });
    const { fromLogits, ignoreClass, axis } = checkSparseArguments(options);
    this.fromLogits = fromLogits;
    this.ignoreClass = ignoreClass;
    this.axis = axis;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    const { fromLogits, ignoreClass, axis } = this;
    return sparseCategoricalCrossentropy(yTrue, yPred, { fromLogits, ignoreClass, axis });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      ignore_class: this.ignoreClass,
      axis: this.axis,
    };
  }
}
