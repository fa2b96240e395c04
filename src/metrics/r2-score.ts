import { squeezeOrExpandToSameRank } from '../losses/same-rank.ts';
import * as ops from '../ops/index.ts';
import { nonNegativeInteger, oneOf } from '../support/check-values.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import type { Config } from '../support/registry.ts';
import { at, formatShape, sameShape } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';
import { accumulate, Metric, type MetricOptions, type UpdateOptions } from './metric.ts';
import { updateOperand, weightOf } from './update-operands.ts';

/** How the scores of several outputs become one: not at all (null), by mean, or weighted by the outputs' variance. */
export type R2Aggregation = 'uniform_average' | 'variance_weighted_average' | null;

/** Options of `R2Score`. */
export interface R2ScoreOptions extends MetricOptions {
  /** Default `'uniform_average'`. */
  readonly classAggregation?: R2Aggregation;
  /** Number of independent regressors, for the adjusted score; 0 is the plain one. Default 0. */
  readonly numRegressors?: number;
}

interface State {
  readonly squaredSum: Variable;
  readonly sum: Variable;
  readonly residual: Variable;
  readonly count: Variable;
}

/**
 * Coefficient of determination: `1 - sum((yTrue - yPred)²) / sum((yTrue - mean(yTrue))²)`. 1 is perfect, 0 no better
 * than the mean.
 *
 * See https://keras.io/api/metrics/regression_metrics/#r2score-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const score = new metrics.R2Score();
 * score.updateState([[1], [2], [3]], [[1], [2], [3]]);
 * console.log(await score.result().item()); // => 1
 * ```
 */
export class R2Score extends Metric {
  static override readonly className: string = 'R2Score';
  override readonly direction = 'up';
  readonly classAggregation: R2Aggregation;
  readonly numRegressors: number;
  readonly numSamples: Variable;
  #state: State | undefined;

  /** @param options see `R2ScoreOptions`; the default name is `r2_score` */
  constructor(options: R2ScoreOptions = {}) {
    super(options, { name: 'r2_score', own: ['classAggregation', 'numRegressors'] });
    const aggregations = ['uniform_average', 'variance_weighted_average'] as const;
    this.classAggregation =
      options.classAggregation === null
        ? null
        : oneOf('classAggregation', options.classAggregation ?? 'uniform_average', aggregations);
    this.numRegressors = nonNegativeInteger('numRegressors', options.numRegressors ?? 0);
    this.numSamples = this.addVariable([], { name: 'num_samples' });
  }

  #stateFor(outputs: number): State {
    if (this.#state === undefined) {
      const add = (name: string) => this.addVariable([outputs], { name });
      this.#state = {
        squaredSum: add('squared_sum'),
        sum: add('sum'),
        residual: add('residual'),
        count: add('count'),
      };
    }
    if (this.#state.sum.shape[0] !== outputs) {
      throw badArgument('yPred', `of ${formatShape(this.#state.sum.shape)} outputs, as before`, `${outputs} outputs`);
    }
    return this.#state;
  }

  /**
   * @param yTrue targets, [batch, outputs]
   * @param yPred predictions, of the same shape
   * @param options see `UpdateOptions`
   * @throws ArgumentError when shapes do not fit
   */
  override updateState(yTrue: TensorLike, yPred: TensorLike, options: UpdateOptions = {}): void {
    const sampleWeight = weightOf('R2Score.updateState', options);
    const [target, pred] = squeezeOrExpandToSameRank(
      updateOperand('yTrue', yTrue, 'float32'),
      updateOperand('yPred', yPred, 'float32'),
    );
    if (pred.rank !== 2 || !sameShape(target.shape, pred.shape)) {
      throw new ArgumentError(
        `\`yTrue\` and \`yPred\` must both have shape [batch, outputs]. Received: yTrue of shape ${formatShape(target.shape)}, yPred of shape ${formatShape(pred.shape)}`,
      );
    }
    const weight = this.#weights(sampleWeight, target);
    const state = this.#stateFor(at(pred.shape, 1));
    const weighted = ops.multiply(target, weight);
    const total = (x: Tensor): Tensor => ops.sum(x, { axis: 0 });
    accumulate(state.sum, total(weighted));
    accumulate(state.squaredSum, total(ops.multiply(target, weighted)));
    accumulate(state.residual, total(ops.multiply(ops.square(ops.subtract(target, pred)), weight)));
    accumulate(state.count, total(weight));
    // As in Keras, every number counts as a sample, so that several outputs make for several samples a row.
    accumulate(this.numSamples, ops.size(target));
  }

  #weights(sampleWeight: Tensor | null, target: Tensor): Tensor {
    if (sampleWeight === null) return ops.onesLike(target);
    const column = sampleWeight.rank === 1 ? ops.expandDims(sampleWeight, { axis: 1 }) : sampleWeight;
    try {
      return ops.broadcastTo(column, target.shape);
    } catch {
      throw badArgument(
        'sampleWeight',
        `of a shape that fits the targets' shape ${formatShape(target.shape)}`,
        `shape ${formatShape(sampleWeight.shape)}`,
      );
    }
  }

  /** The score; 0 before the first update. An output whose targets are all alike scores 0. */
  override result(): Tensor {
    if (this.#state === undefined) return ops.zeros([], 'float32');
    const { squaredSum, sum, residual, count } = this.#state;
    const spread = ops.subtract(squaredSum, ops.multiply(sum, ops.divide(sum, count)));
    const raw = ops.subtract(1, ops.divide(residual, spread));
    const scores = ops.where(ops.isinf(raw), 0, raw);
    const score = this.#aggregate(scores, spread);
    if (this.numRegressors === 0) return score;
    // 1 - (1 - R²)(n - 1) / (n - p - 1), and the plain score where there are too few samples for that.
    const freedom = ops.subtract(this.numSamples, this.numRegressors + 1);
    const enough = ops.greater(freedom, 0);
    const unexplained = ops.multiply(ops.subtract(1, score), ops.subtract(this.numSamples, 1));
    return ops.where(enough, ops.subtract(1, ops.divide(unexplained, ops.where(enough, freedom, 1))), score);
  }

  #aggregate(scores: Tensor, spread: Tensor): Tensor {
    switch (this.classAggregation) {
      case 'uniform_average':
        return ops.mean(scores);
      case 'variance_weighted_average':
        return ops.divide(ops.sum(ops.multiply(spread, scores)), ops.sum(spread));
      case null:
        return scores;
    }
  }

  override getConfig(): Config {
    return { ...super.getConfig(), class_aggregation: this.classAggregation, num_regressors: this.numRegressors };
  }
}
