import * as ops from '../ops/index.ts';
import { finiteNumber } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { IoUBase } from './iou-base.ts';
import type { MetricOptions, UpdateOptions } from './metric.ts';
import { updateOperand } from './update-operands.ts';

/** Options of `BinaryIoU`. */
export interface BinaryIoUOptions extends MetricOptions {
  /** `[0]`, `[1]` or both. Default `[0, 1]`. */
  readonly targetClassIds?: readonly number[];
  /** From which on a prediction counts as class 1. Default 0.5. */
  readonly threshold?: number;
}

/**
 * Intersection over union, `TP / (TP + FP + FN)`, of class 0, class 1 or both, for predictions of one number.
 *
 * See https://keras.io/api/metrics/segmentation_metrics/#binaryiou-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const iou = new metrics.BinaryIoU({ threshold: 0.3 });
 * iou.updateState([0, 1, 0, 1], [0.1, 0.2, 0.4, 0.7]);
 * console.log((await iou.result().item()).toFixed(4)); // => 0.3333
 * ```
 */
export class BinaryIoU extends IoUBase {
  static override readonly className: string = 'BinaryIoU';
  readonly threshold: number;

  /** @param options see `BinaryIoUOptions`; the default name is `binary_io_u`, counted up */
  constructor(options: BinaryIoUOptions = {}) {
    super(2, options.targetClassIds ?? [0, 1], options, { own: ['targetClassIds', 'threshold'] });
    this.threshold = finiteNumber('threshold', options.threshold ?? 0.5);
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    super.updateState(yTrue, ops.greaterEqual(updateOperand('yPred', yPred, 'float32'), this.threshold), options);
  }

  override getConfig(): Config {
    return { target_class_ids: this.targetClassIds, threshold: this.threshold, ...super.getConfig() };
  }
}
