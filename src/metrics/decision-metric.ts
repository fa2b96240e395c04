import * as ops from '../ops/index.ts';
import { nonNegativeInteger, optional, positiveInteger } from '../support/check-values.ts';
import { classNameOf } from '../support/naming.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { type ConfusionCounts, confusionCounts } from './confusion-counts.ts';
import { perThreshold } from './count-metric.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { type ThresholdList, type Thresholds, thresholdList, thresholdsOption } from './thresholds.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** Options of `Precision` and `Recall`. */
export interface DecisionMetricOptions extends MetricOptions {
  /** From 0 to 1: one gives one number, a list a list of numbers. Default 0.5 (with `topK`: none at all). */
  readonly thresholds?: Thresholds;
  /** Only a row's k largest predictions can be positive. Default null: all can. */
  readonly topK?: number | null;
  /** The one class of the last axis to look at. Default null: all. */
  readonly classId?: number | null;
}

/** With `topK` alone, every prediction among the k largest is positive, however small. */
const NO_THRESHOLD = -1e9;

/** The share of right decisions among some: true positives against one of the two kinds of error. */
export abstract class DecisionMetric extends Metric {
  override readonly direction = 'up';
  readonly thresholds: Thresholds;
  readonly topK: number | null;
  readonly classId: number | null;
  readonly truePositives: Variable;
  /** The error that counts against it. */
  readonly errors: Variable;
  readonly #list: ThresholdList;

  constructor(options: DecisionMetricOptions, errorName: string) {
    super(options, { own: ['thresholds', 'topK', 'classId'] });
    this.thresholds = thresholdsOption('thresholds', options.thresholds);
    this.topK = optional(positiveInteger, 'topK', options.topK);
    this.classId = optional(nonNegativeInteger, 'classId', options.classId);
    this.#list = thresholdList(this.thresholds, this.topK === null ? 0.5 : NO_THRESHOLD);
    const shape = [this.#list.values.length];
    this.truePositives = this.addVariable(shape, { name: 'true_positives' });
    this.errors = this.addVariable(shape, { name: errorName });
  }

  /** The error that counts against it. */
  protected abstract errorsOf(counts: ConfusionCounts): Tensor;

  /**
   * @param yTrue labels, [batch, ...]: 0 is false, all else true
   * @param yPred probabilities, of the same shape
   * @param options see `UpdateOptions`
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const counts = confusionCounts(updateOperand('yTrue', yTrue), updateOperand('yPred', yPred), {
      thresholds: this.#list,
      sampleWeight: weightOf(`${classNameOf(this)}.updateState`, options),
      topK: this.topK,
      classId: this.classId,
    });
    accumulate(this.truePositives, counts.truePositives);
    accumulate(this.errors, this.errorsOf(counts));
  }

  override result(): Tensor {
    const share = ops.divideNoNan(this.truePositives, ops.add(this.truePositives, this.errors));
    return perThreshold(share, this.#list);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), thresholds: this.thresholds, top_k: this.topK, class_id: this.classId };
  }
}
