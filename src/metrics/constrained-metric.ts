import * as ops from '../ops/index.ts';
import { fraction, nonNegativeInteger, optional, positiveInteger } from '../support/check-values.ts';
import { classNameOf } from '../support/naming.ts';
import { type Config, optionsFromConfig } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { confusionCounts } from './confusion-counts.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { evenThresholds, type ThresholdList } from './thresholds.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** Options of the metrics that look for the best threshold under a constraint. */
export interface ConstrainedMetricOptions extends MetricOptions {
  /** How many evenly spaced thresholds are tried. Default 200. */
  readonly numThresholds?: number;
  /** The one class of the last axis to look at. Default null: all. */
  readonly classId?: number | null;
}

/** Shares of right decisions at each threshold. */
interface Shares {
  readonly precision: Tensor;
  /** Also called sensitivity. */
  readonly recall: Tensor;
  readonly specificity: Tensor;
}

/** The best value of one share over the thresholds at which another share is at least so much. */
export abstract class ConstrainedMetric extends Metric {
  override readonly direction = 'up';
  /** The least value that the constrained share may have. */
  readonly value: number;
  readonly numThresholds: number;
  readonly classId: number | null;
  readonly truePositives: Variable;
  readonly trueNegatives: Variable;
  readonly falsePositives: Variable;
  readonly falseNegatives: Variable;
  readonly #thresholds: ThresholdList;
  readonly #constraint: string;

  /** @param constraint the config's name of `value`, for example `recall` */
  constructor(constraint: string, value: number, options: ConstrainedMetricOptions) {
    super(options, { own: ['numThresholds', 'classId'] });
    this.value = fraction(constraint, value);
    this.numThresholds = positiveInteger('numThresholds', options.numThresholds ?? 200);
    this.classId = optional(nonNegativeInteger, 'classId', options.classId);
    this.#constraint = constraint;
    this.#thresholds = evenThresholds(this.numThresholds);
    const shape = [this.#thresholds.values.length];
    this.truePositives = this.addVariable(shape, { name: 'true_positives' });
    this.trueNegatives = this.addVariable(shape, { name: 'true_negatives' });
    this.falsePositives = this.addVariable(shape, { name: 'false_positives' });
    this.falseNegatives = this.addVariable(shape, { name: 'false_negatives' });
  }

  /** The share that is held up, and the share that is looked for. */
  protected abstract choose(shares: Shares): { readonly constrained: Tensor; readonly wanted: Tensor };

  /**
   * @param yTrue labels, [batch, ...]: 0 is false, all else true
   * @param yPred probabilities, of the same shape
   * @param options see `UpdateOptions`
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const counts = confusionCounts(updateOperand('yTrue', yTrue), updateOperand('yPred', yPred), {
      thresholds: this.#thresholds,
      sampleWeight: weightOf(`${classNameOf(this)}.updateState`, options),
      classId: this.classId,
    });
    accumulate(this.truePositives, counts.truePositives);
    accumulate(this.trueNegatives, counts.trueNegatives);
    accumulate(this.falsePositives, counts.falsePositives);
    accumulate(this.falseNegatives, counts.falseNegatives);
  }

  override result(): Tensor {
    const share = (of: Variable, against: Variable): Tensor => ops.divideNoNan(of, ops.add(of, against));
    const { constrained, wanted } = this.choose({
      precision: share(this.truePositives, this.falsePositives),
      recall: share(this.truePositives, this.falseNegatives),
      specificity: share(this.trueNegatives, this.falsePositives),
    });
    return ops.max(ops.where(ops.greaterEqual(constrained, this.value), wanted, 0));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      class_id: this.classId,
      num_thresholds: this.numThresholds,
      [this.#constraint]: this.value,
    };
  }
}

/** Makes a metric from a config in which its first argument has a name. */
export function fromConstrainedConfig<T>(cls: new (...args: never[]) => T, constraint: string, config: Config): T {
  const { [constraint]: value, ...options } = config;
  return new cls(value as never, optionsFromConfig(options) as never);
}
