import { type Config, optionsFromConfig } from '../support/registry.ts';
import { IoUBase } from './iou-base.ts';
import type { Metric } from './metric.ts';
import { asOneHot, type OneHotIoUOptions, oneHotOptionNames } from './one-hot-iou.ts';

/**
 * Mean intersection over union of all classes that occur, as `MeanIoU`, for one-hot targets and scores of classes.
 *
 * See https://keras.io/api/metrics/segmentation_metrics/#onehotmeaniou-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const iou = new metrics.OneHotMeanIoU(2);
 * iou.updateState([[1, 0], [1, 0], [0, 1], [0, 1]], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0, 1]]);
 * console.log((await iou.result().item()).toFixed(4)); // => 0.3333
 * ```
 */
export class OneHotMeanIoU extends IoUBase {
  static override readonly className: string = 'OneHotMeanIoU';

  /**
   * @param numClasses how many classes there are
   * @param options see `IoUOptions`; `sparseYPred` is false by default
   */
  constructor(numClasses: number, options: OneHotIoUOptions = {}) {
    super(numClasses, null, asOneHot(options), { own: oneHotOptionNames, sparseYTrue: false });
  }

  override getConfig(): Config {
    return {
      num_classes: this.numClasses,
      ...super.getConfig(),
      ignore_class: this.ignoreClass,
      sparse_y_pred: this.sparseYPred,
      axis: this.axis,
    };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    const { num_classes: numClasses, ...options } = config;
    return new this(numClasses as never, optionsFromConfig(options) as never);
  }
}
