import { type Config, optionsFromConfig } from '../support/registry.ts';
import { IoUBase, type IoUOptions } from './iou-base.ts';
import type { Metric } from './metric.ts';

/**
 * Intersection over union, `TP / (TP + FP + FN)`, of some classes: the mean over those that occur. For segmentation.
 *
 * See https://keras.io/api/metrics/segmentation_metrics/#iou-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const iou = new metrics.IoU(2, [0]);
 * iou.updateState([0, 0, 1, 1], [0, 1, 0, 1]);
 * console.log((await iou.result().item()).toFixed(4)); // => 0.3333
 * ```
 */
export class IoU extends IoUBase {
  static override readonly className: string = 'IoU';

  /**
   * @param numClasses how many classes there are
   * @param targetClassIds the classes of which the mean is taken
   * @param options see `IoUOptions`; targets and predictions are class numbers by default
   */
  constructor(numClasses: number, targetClassIds: readonly number[], options: IoUOptions = {}) {
    super(numClasses, targetClassIds, options);
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      num_classes: this.numClasses,
      target_class_ids: this.targetClassIds,
      ignore_class: this.ignoreClass,
      sparse_y_true: this.sparseYTrue,
      sparse_y_pred: this.sparseYPred,
      axis: this.axis,
    };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    const { num_classes: numClasses, target_class_ids: targetClassIds, ...options } = config;
    return new this(numClasses as never, targetClassIds as never, optionsFromConfig(options) as never);
  }
}
