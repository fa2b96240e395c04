import * as ops from '../ops/index.ts';
import { oneOf, optional, positiveNumber } from '../support/check-values.ts';
import { epsilon } from '../support/epsilon.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { classNameOf } from '../support/naming.ts';
import type { Config } from '../support/registry.ts';
import { at, formatShape, sameShape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** Scores so near to 0 are no prediction, even where they are the largest of their row. */
const NO_SCORE = 1e-9;

/** How the scores of the classes become one: not at all (null), over all decisions, by mean, or by weighted mean. */
export type FScoreAverage = 'micro' | 'macro' | 'weighted' | null;

/** Options of `F1Score`. */
export interface F1ScoreOptions extends MetricOptions {
  /** Default null: one score for each class. */
  readonly average?: FScoreAverage;
  /** Above which a class is predicted. Default null: the class with the largest score is. */
  readonly threshold?: number | null;
}

/** Options of `FBetaScore`. */
export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How many times as important recall is as precision. Default 1. */
  readonly beta?: number;
}

const averageOption = (name: string, value: unknown) => oneOf(name, value, ['micro', 'macro', 'weighted'] as const);

/** A threshold as Keras takes it: 0 is none, 1 is. */
function positiveFraction(name: string, value: unknown): number {
  if (typeof value !== 'number' || !(value > 0 && value <= 1))
    throw badArgument(name, 'a number above 0 and at most 1, or null', value);
  return value;
}

interface State {
  readonly truePositives: Variable;
  readonly falsePositives: Variable;
  readonly falseNegatives: Variable;
  readonly labels: Variable;
}

/** 1 where a class is predicted, 0 elsewhere. */
function decide(pred: Tensor, threshold: number | null): Tensor {
  if (threshold !== null) return ops.cast(ops.greater(pred, threshold), 'float32');
  const largest = ops.max(pred, { axis: -1, keepdims: true });
  const chosen = ops.logicalAnd(ops.greaterEqual(pred, largest), ops.greater(ops.abs(pred), NO_SCORE));
  return ops.cast(chosen, 'float32');
}

/**
 * F-beta score, the weighted harmonic mean of precision P and recall R:
 * `(1 + beta²) * P * R / (beta² * P + R)`, from 0 to 1, for one-hot (or several yes-or-no) targets.
 *
 * See https://keras.io/api/metrics/classification_metrics/#fbetascore-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const score = new metrics.FBetaScore({ beta: 2, threshold: 0.5 });
 * score.updateState([[1, 1, 1], [1, 0, 0], [1, 1, 0]], [[0.2, 0.6, 0.7], [0.2, 0.6, 0.6], [0.6, 0.8, 0]]);
 * console.log(score.result().shape); // => [3]
 * ```
 */
export class FBetaScore extends Metric {
  static override readonly className: string = 'FBetaScore';
  override readonly direction = 'up';
  readonly average: FScoreAverage;
  readonly beta: number;
  readonly threshold: number | null;
  #state: State | undefined;

  /**
   * @param options see `FBetaScoreOptions`; the default name is `fbeta_score`
   * @param known the default name and further options of a subclass
   */
  constructor(
    options: FBetaScoreOptions = {},
    known: { readonly name?: string; readonly own?: readonly string[] } = {},
  ) {
    super(options, { name: known.name ?? 'fbeta_score', own: known.own ?? ['average', 'beta', 'threshold'] });
    this.average = optional(averageOption, 'average', options.average);
    this.beta = positiveNumber('beta', options.beta ?? 1);
    this.threshold = optional(positiveFraction, 'threshold', options.threshold);
  }

  #stateFor(pred: Tensor): State {
    const shape = this.average === 'micro' ? [] : [at(pred.shape, 1)];
    if (this.#state === undefined) {
      const add = (name: string) => this.addVariable(shape, { name });
      this.#state = {
        truePositives: add('true_positives'),
        falsePositives: add('false_positives'),
        falseNegatives: add('false_negatives'),
        labels: add('intermediate_weights'),
      };
    }
    if (!sameShape(this.#state.labels.shape, shape)) {
      throw badArgument('yPred', `of ${formatShape(this.#state.labels.shape)} classes, as before`, pred);
    }
    return this.#state;
  }

  /**
   * @param yTrue targets of 0 and 1, [batch, classes]
   * @param yPred scores, of the same shape
   * @param options see `UpdateOptions`; weights are of samples, [batch]
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const sampleWeight = weightOf(`${classNameOf(this)}.updateState`, options);
    const target = updateOperand('yTrue', yTrue, 'float32');
    const pred = updateOperand('yPred', yPred, 'float32');
    if (pred.rank !== 2 || !sameShape(target.shape, pred.shape)) {
      throw new ArgumentError(
        `\`yTrue\` and \`yPred\` must both have shape [batch, classes]. Received: yTrue of shape ${formatShape(target.shape)}, yPred of shape ${formatShape(pred.shape)}`,
      );
    }
    const batch = at(pred.shape, 0);
    if (
      sampleWeight !== null &&
      !sameShape(sampleWeight.shape, [batch]) &&
      !sameShape(sampleWeight.shape, [batch, 1])
    ) {
      throw badArgument('sampleWeight', `of shape ${formatShape([batch])}`, `shape ${formatShape(sampleWeight.shape)}`);
    }
    const state = this.#stateFor(pred);
    const decided = decide(pred, this.threshold);
    const weight = sampleWeight === null ? null : ops.reshape(sampleWeight, [batch, 1]);
    const axis = this.average === 'micro' ? null : 0;
    const total = (x: Tensor): Tensor => ops.sum(weight === null ? x : ops.multiply(x, weight), { axis });
    accumulate(state.truePositives, total(ops.multiply(decided, target)));
    accumulate(state.falsePositives, total(ops.multiply(decided, ops.subtract(1, target))));
    accumulate(state.falseNegatives, total(ops.multiply(ops.subtract(1, decided), target)));
    accumulate(state.labels, total(target));
  }

  /** One score for each class, or their average; 0 before the first update. */
  override result(): Tensor {
    if (this.#state === undefined) return ops.zeros([], 'float32');
    const { truePositives: tp, falsePositives: fp, falseNegatives: fn, labels } = this.#state;
    const ratio = (a: Tensor | Variable, b: Tensor) => ops.divide(a, ops.add(b, epsilon()));
    const precision = ratio(tp, ops.add(tp, fp));
    const recall = ratio(tp, ops.add(tp, fn));
    const square = this.beta ** 2;
    const mean = ratio(ops.multiply(precision, recall), ops.add(ops.multiply(square, precision), recall));
    const scores = ops.multiply(mean, square + 1);
    if (this.average === 'macro') return ops.mean(scores);
    if (this.average === 'weighted') return ops.sum(ops.multiply(scores, ratio(labels, ops.sum(labels))));
    return scores;
  }

  override getConfig(): Config {
    return { ...super.getConfig(), average: this.average, beta: this.beta, threshold: this.threshold };
  }
}
