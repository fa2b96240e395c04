import * as ops from '../ops/index.ts';
import { flag, integerFrom, nonNegativeNumber, oneOf, optional, positiveInteger } from '../support/check-values.ts';
import { badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { formatShape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { type AucCurve, type AucSummation, interpolatedPrArea, riemannArea } from './auc-sums.ts';
import { confusionCounts } from './confusion-counts.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { curveThresholds, type ThresholdList, thresholdsOption } from './thresholds.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** Options of `AUC`. */
export interface AUCOptions extends MetricOptions {
  /** How many thresholds approximate the curve, at least 2. Default 200. */
  readonly numThresholds?: number;
  /** Receiver operating characteristic, precision-recall or precision-recall-gain. Default `'ROC'`. */
  readonly curve?: AucCurve;
  /** How the area between two thresholds is taken. Default `'interpolation'`. */
  readonly summationMethod?: AucSummation;
  /** Thresholds from 0 to 1 instead of evenly spaced ones. Default null. */
  readonly thresholds?: readonly number[] | null;
  /** Whether the last axis holds labels whose areas are taken one by one and averaged. Default false. */
  readonly multiLabel?: boolean;
  /** How many labels there are, where that is known before the first update. Default null. */
  readonly numLabels?: number | null;
  /** Weights of the labels. Default null: all count the same. */
  readonly labelWeights?: readonly number[] | null;
  /** Whether the predictions are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean;
}

interface State {
  readonly truePositives: Variable;
  readonly falsePositives: Variable;
  readonly trueNegatives: Variable;
  readonly falseNegatives: Variable;
}

function weightsOption(value: unknown): readonly number[] | null {
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value)) throw badArgument('labelWeights', 'a list of numbers or null', value);
  return value.map((weight: unknown) => nonNegativeNumber('labelWeights', weight));
}

/**
 * Area under a curve of a binary classifier, the ROC curve by default: how well scores tell positives from negatives,
 * whatever the threshold. 0.5 is chance and 1 perfect (for ROC). The curve is approximated at a number of thresholds,
 * whose counts of right and wrong decisions are gathered.
 *
 * See https://keras.io/api/metrics/classification_metrics/#auc-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const auc = new metrics.AUC({ numThresholds: 3 });
 * auc.updateState([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]);
 * console.log(await auc.result().item()); // => 0.75
 * ```
 */
export class AUC extends Metric {
  static override readonly className: string = 'AUC';
  override readonly direction = 'up';
  readonly numThresholds: number;
  readonly curve: AucCurve;
  readonly summationMethod: AucSummation;
  readonly multiLabel: boolean;
  readonly numLabels: number | null;
  readonly labelWeights: readonly number[] | null;
  readonly fromLogits: boolean;
  readonly #given: readonly number[] | null;
  readonly #thresholds: ThresholdList;
  #state: State | undefined;

  /** @param options see `AUCOptions`; the default name is `auc`, counted up */
  constructor(options: AUCOptions = {}) {
    super(options, {
      own: [
        'numThresholds',
        'curve',
        'summationMethod',
        'thresholds',
        'multiLabel',
        'numLabels',
        'labelWeights',
        'fromLogits',
      ],
    });
    const given = thresholdsOption('thresholds', options.thresholds);
    if (typeof given === 'number') throw badArgument('thresholds', 'a list of numbers from 0 to 1, or null', given);
    this.#given = given;
    this.numThresholds =
      given === null ? integerFrom(2)('numThresholds', options.numThresholds ?? 200) : given.length + 2;
    this.#thresholds = curveThresholds(this.numThresholds, given);
    this.curve = oneOf('curve', options.curve ?? 'ROC', ['ROC', 'PR', 'PRGAIN']);
    const methods = ['interpolation', 'minoring', 'majoring'] as const;
    this.summationMethod = oneOf('summationMethod', options.summationMethod ?? 'interpolation', methods);
    this.multiLabel = flag('multiLabel', options.multiLabel ?? false);
    this.numLabels = optional(positiveInteger, 'numLabels', options.numLabels);
    this.labelWeights = weightsOption(options.labelWeights);
    this.fromLogits = flag('fromLogits', options.fromLogits ?? false);
    if (this.numLabels !== null && !this.multiLabel) {
      throw badArgument('numLabels', 'null unless multiLabel is true', this.numLabels);
    }
    if (!this.multiLabel) this.#state = this.#makeState(null);
    else if (this.numLabels !== null) this.#state = this.#makeState(this.numLabels);
  }

  /** The thresholds in use: a little below 0, those between, a little above 1. */
  get thresholds(): readonly number[] {
    return this.#thresholds.values;
  }

  #makeState(labels: number | null): State {
    if (labels !== null && this.labelWeights !== null && this.labelWeights.length !== labels) {
      throw badArgument('labelWeights', `a list of ${labels} numbers, one for each label`, this.labelWeights);
    }
    const count = this.#thresholds.values.length;
    const add = (name: string) => this.addVariable(labels === null ? [count] : [count, labels], { name });
    return {
      truePositives: add('true_positives'),
      falsePositives: add('false_positives'),
      trueNegatives: add('true_negatives'),
      falseNegatives: add('false_negatives'),
    };
  }

  /** The state for predictions of a shape; with several labels it is made when their number is first seen. */
  #stateFor(pred: Tensor): State {
    if (!this.multiLabel) {
      this.#state ??= this.#makeState(null);
      return this.#state;
    }
    const labels = pred.shape[1];
    const expected = this.#state?.truePositives.shape[1];
    if (pred.rank !== 2 || labels === undefined || (expected !== undefined && expected !== labels)) {
      throw badArgument(
        'yPred',
        `of shape [batch, ${expected ?? 'labels'}] for an AUC of several labels`,
        `shape ${formatShape(pred.shape)}`,
      );
    }
    this.#state ??= this.#makeState(labels);
    return this.#state;
  }

  /**
   * @param yTrue labels, [batch, ...]: 0 is false, all else true
   * @param yPred probabilities (or logits), of the same shape
   * @param options see `UpdateOptions`
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const sampleWeight = weightOf('AUC.updateState', options);
    const target = updateOperand('yTrue', yTrue);
    const scores = updateOperand('yPred', yPred, 'float32');
    const state = this.#stateFor(scores);
    const counts = confusionCounts(target, this.fromLogits ? ops.sigmoid(scores) : scores, {
      thresholds: this.#thresholds,
      sampleWeight,
      multiLabel: this.multiLabel,
      labelWeights: this.multiLabel ? null : this.labelWeights,
    });
    accumulate(state.truePositives, counts.truePositives);
    accumulate(state.falsePositives, counts.falsePositives);
    accumulate(state.trueNegatives, counts.trueNegatives);
    accumulate(state.falseNegatives, counts.falseNegatives);
  }

  /** The area; with several labels their (weighted) mean. 0 before the first update. */
  override result(): Tensor {
    if (this.#state === undefined) return ops.zeros([], 'float32');
    const counts = {
      truePositives: this.#state.truePositives.value,
      falsePositives: this.#state.falsePositives.value,
      trueNegatives: this.#state.trueNegatives.value,
      falseNegatives: this.#state.falseNegatives.value,
    };
    const area =
      this.curve === 'PR' && this.summationMethod === 'interpolation'
        ? interpolatedPrArea(counts)
        : riemannArea(this.curve, this.summationMethod, counts);
    if (!this.multiLabel || this.labelWeights === null) return ops.mean(area);
    const weights = ops.array([...this.labelWeights], 'float32');
    return ops.divideNoNan(ops.sum(ops.multiply(area, weights)), ops.sum(weights));
  }

  override getConfig(): Config {
    return {
      ...super.getConfig(),
      num_thresholds: this.numThresholds,
      curve: this.curve,
      summation_method: this.summationMethod,
      multi_label: this.multiLabel,
      num_labels: this.numLabels,
      label_weights: this.labelWeights,
      from_logits: this.fromLogits,
      ...(this.#given === null ? {} : { thresholds: this.#given }),
    };
  }
}
