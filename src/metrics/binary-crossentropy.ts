import { binaryCrossentropy } from '../losses/binary-crossentropy.ts';
import { checkCrossentropyArguments } from '../losses/crossentropy-arguments.ts';
import type { Config } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** Options of `BinaryCrossentropy`. */
export interface BinaryCrossentropyOptions extends MetricOptions {
  /** Whether the predictions are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
  /** From 0 (none) to 1 (all targets 0.5). Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * Mean binary crossentropy, `-(y log p + (1 - y) log(1 - p))`, for yes-or-no labels.
 *
 * See https://keras.io/api/metrics/probabilistic_metrics/#binarycrossentropy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const metric = new metrics.BinaryCrossentropy({ fromLogits: true });
 * metric.updateState([[0], [1]], [[0], [0]]);
 * console.log((await metric.result().item()).toFixed(4)); // => 0.6931
 * ```
 */
export class BinaryCrossentropy extends PredictionMean {
  static override readonly className: string = 'BinaryCrossentropy';
  override readonly direction = 'down';
  readonly fromLogits: boolean;
  readonly labelSmoothing: number;

  /** @param options see `BinaryCrossentropyOptions`; the default name is `binary_crossentropy` */
  constructor(options: BinaryCrossentropyOptions = {}) {
    super(options, { name: 'binary_crossentropy', own: ['fromLogits', 'labelSmoothing'] });
    const { fromLogits, labelSmoothing } = checkCrossentropyArguments(options);
    this.fromLogits = fromLogits;
    this.labelSmoothing = labelSmoothing;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    const { fromLogits, labelSmoothing } = this;
    return binaryCrossentropy(yTrue, yPred, { fromLogits, labelSmoothing });
  }

  override getConfig(): Config {
    return { ...super.getConfig(), from_logits: this.fromLogits, label_smoothing: this.labelSmoothing };
  }
}
