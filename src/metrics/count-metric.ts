import * as ops from '../ops/index.ts';
import { classNameOf } from '../support/naming.ts';
import type { Config } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { type ConfusionCounts, confusionCounts } from './confusion-counts.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { type ThresholdList, type Thresholds, thresholdList, thresholdsOption } from './thresholds.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** Options of `TruePositives`, `TrueNegatives`, `FalsePositives` and `FalseNegatives`. */
export interface CountMetricOptions extends MetricOptions {
  /** From 0 to 1: one gives one number, a list a list of numbers. Default 0.5. */
  readonly thresholds?: Thresholds;
}

/** One number for one threshold, a vector for a list of them. */
export const perThreshold = (values: Tensor, thresholds: ThresholdList): Tensor =>
  thresholds.values.length === 1 ? ops.squeeze(values, { axis: 0 }) : values;

/** One of the four counts of a binary decision. */
export abstract class CountMetric extends Metric {
  readonly thresholds: Thresholds;
  readonly accumulator: Variable;
  readonly #list: ThresholdList;

  constructor(options: CountMetricOptions) {
    super(options, { own: ['thresholds'] });
    this.thresholds = thresholdsOption('thresholds', options.thresholds);
    this.#list = thresholdList(this.thresholds, 0.5);
    this.accumulator = this.addVariable([this.#list.values.length], { name: 'accumulator' });
  }

  /** The count that this metric is about. */
  protected abstract count(counts: ConfusionCounts): Tensor;

  /**
   * @param yTrue labels, [batch, ...]: 0 is false, all else true
   * @param yPred probabilities, of the same shape
   * @param options see `UpdateOptions`
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const sampleWeight = weightOf(`${classNameOf(this)}.updateState`, options);
    const [target, pred] = [updateOperand('yTrue', yTrue), updateOperand('yPred', yPred)];
    accumulate(this.accumulator, this.count(confusionCounts(target, pred, { thresholds: this.#list, sampleWeight })));
  }

  override result(): Tensor {
    return perThreshold(this.accumulator.value, this.#list);
  }

  override getConfig(): Config {
    return { ...super.getConfig(), thresholds: this.thresholds };
  }
}
