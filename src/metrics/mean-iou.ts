import { type Config, optionsFromConfig } from '../support/registry.ts';
import { IoUBase, type IoUOptions } from './iou-base.ts';
import type { Metric } from './metric.ts';

/**
 * Mean intersection over union, `TP / (TP + FP + FN)`, of all classes that occur. For segmentation.
 *
 * See https://keras.io/api/metrics/segmentation_metrics/#meaniou-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const iou = new metrics.MeanIoU(2);
 * iou.updateState([0, 0, 1, 1], [0, 1, 0, 1]);
 * console.log((await iou.result().item()).toFixed(4)); // => 0.3333
 * ```
 */
export class MeanIoU extends IoUBase {
  static override readonly className: string = 'MeanIoU';

  /**
   * @param numClasses how many classes there are
   * @param options see `IoUOptions`; targets and predictions are class numbers by default
   */
  constructor(numClasses: number, options: IoUOptions = {}) {
    super(numClasses, null, options);
  }

  override getConfig(): Config {
    return {
      num_classes: this.numClasses,
      ...super.getConfig(),
      ignore_class: this.ignoreClass,
      sparse_y_true: this.sparseYTrue,
      sparse_y_pred: this.sparseYPred,
      axis: this.axis,
    };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    const { num_classes: numClasses, ...options } = config;
    return new this(numClasses as never, optionsFromConfig(options) as never);
  }
}
