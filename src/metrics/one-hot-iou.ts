import { type Config, optionsFromConfig } from '../support/registry.ts';
import { IoUBase, type IoUOptions } from './iou-base.ts';
import type { Metric } from './metric.ts';

/** Options of `OneHotIoU` and `OneHotMeanIoU`. */
export type OneHotIoUOptions = Omit<IoUOptions, 'sparseYTrue'>;

export const oneHotOptionNames = ['ignoreClass', 'sparseYPred', 'axis'] as const;

/** The same as options of the general metric. */
export const asOneHot = (options: OneHotIoUOptions): IoUOptions => ({
  ...options,
  sparseYPred: options.sparseYPred ?? false,
});

/**
 * Intersection over union of some classes, as `IoU`, for one-hot targets and scores of classes.
 *
 * See https://keras.io/api/metrics/segmentation_metrics/#onehotiou-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const iou = new metrics.OneHotIoU(2, [0]);
 * iou.updateState([[1, 0], [1, 0], [0, 1], [0, 1]], [[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0, 1]]);
 * console.log((await iou.result().item()).toFixed(4)); // => 0.3333
 * ```
 */
export class OneHotIoU extends IoUBase {
  static override readonly className: string = 'OneHotIoU';

  /**
   * @param numClasses how many classes there are
   * @param targetClassIds the classes of which the mean is taken
   * @param options see `IoUOptions`; `sparseYPred` is false by default
   */
  constructor(numClasses: number, targetClassIds: readonly number[], options: OneHotIoUOptions = {}) {
    super(numClasses, targetClassIds, asOneHot(options), { own: oneHotOptionNames, sparseYTrue: false });
  }

  override getConfig(): Config {
    return {
      num_classes: this.numClasses,
      target_class_ids: this.targetClassIds,
      ...super.getConfig(),
      ignore_class: this.ignoreClass,
      sparse_y_pred: this.sparseYPred,
      axis: this.axis,
    };
  }

  static override fromConfig<T extends Metric>(this: new (...args: never[]) => T, config: Config): T {
    const { num_classes: numClasses, target_class_ids: targetClassIds, ...options } = config;
    return new this(numClasses as never, targetClassIds as never, optionsFromConfig(options) as never);
  }
}
