import { categoricalCrossentropy } from '../losses/categorical-crossentropy.ts';
import { type CategoricalCrossentropyArguments, checkCrossentropyArguments } from '../losses/crossentropy-arguments.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** Options of `CategoricalCrossentropy`. */
export interface CategoricalCrossentropyOptions extends MetricOptions, CategoricalCrossentropyArguments {}

/**
 * Mean categorical crossentropy, `-sum(y log p)`, for one-hot targets.
 *
 * See https://keras.io/api/metrics/probabilistic_metrics/#categoricalcrossentropy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.CategoricalCrossentropy({ fromLogits: true });
 * metric.updateState([[0, 1]], [[0, 0]]);
 * console.log((await metric.result().item()).toFixed(4)); // => 0.6931
 * ```
 */
export class CategoricalCrossentropy extends PredictionMean {
  static override readonly className: string = 'CategoricalCrossentropy';
  override readonly direction = 'down';
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;
  readonly axis: number;

  /** @param options see `CategoricalCrossentropyOptions`; the default name is `categorical_crossentropy` */
  constructor(options: CategoricalCrossentropyOptions = {}) {
    super(options, { name: 'categorical_crossentropy', own: ['fromLogits', 'labelSmoothing', 'axis'] });
    const { fromLogits, labelSmoothing, axis } = checkCrossentropyArguments(options);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
    this.axis = axis;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    const { fromLogits, labelSmoothing, axis } = this;
    return categoricalCrossentropy(yTrue, yPred, { fromLogits, labelSmoothing, axis });
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      from_logits: this.fromLogits,
      label_smoothing: this.labelSmoothing,
      axis: this.axis,
    };
  }
}
