import { cosineSimilarity } from '../losses/cosine-similarity.ts';
import * as ops from '../ops/index.ts';
import { integer } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** Options of `CosineSimilarity`. */
export interface CosineSimilarityOptions extends MetricOptions {
  /** Along which the vectors lie. Default -1. */
  readonly axis?: number;
}

/**
 * Mean cosine of the angle between targets and predictions, from -1 (opposite directions) to 1 (the same direction);
 * the loss of that name is its negative.
 *
 * See https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.CosineSimilarity();
 * metric.updateState([[0, 1], [3, 4]], [[1, 0], [3, 4]]);
 * console.log(await metric.result().item()); // => 0.5
 * ```
 */
export class CosineSimilarity extends PredictionMean {
  static override readonly className: string = 'CosineSimilarity';
  override readonly direction = 'up';
  readonly axis: number;

  /** @param options see `CosineSimilarityOptions`; the default name is `cosine_similarity` */
  constructor(options: CosineSimilarityOptions = {}) {
    super(options, { name: 'cosine_similarity', own: ['axis'] });
    this.axis = integer('axis', options.axis ?? -1);
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return ops.negative(cosineSimilarity(yTrue, yPred, { axis: this.axis }));
  }

  /** Keras leaves `axis` out and so forgets it; its constructor takes it, so it is written unless it is the default. */
  override getConfig(): Config {
    return { ...super.getConfig(), ...(this.axis === -1 ? {} : { axis: this.axis }) };
  }
}
