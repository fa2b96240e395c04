import { alignWeights } from '../losses/reduction.ts';
import { squeezeOrExpandToSameRank } from '../losses/same-rank.ts';
import * as ops from '../ops/index.ts';
import { ArgumentError, badArgument } from '../support/errors.ts';
import { at, formatShape, sameShape } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { ThresholdList } from './thresholds.ts';

/** Weighted numbers of right and wrong decisions at each threshold: [thresholds], or [thresholds, labels]. */
export interface ConfusionCounts {
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  readonly trueNegatives: Tensor;
  readonly falseNegatives: Tensor;
}

/** What is counted. */
export interface CountOptions {
  readonly thresholds: ThresholdList;
  readonly sampleWeight: Tensor | null;
  /** Only a row's k largest predictions can be positive. */
  readonly topK?: number | null;
  /** The one class to look at. */
  readonly classId?: number | null;
  /** Whether the last axis holds labels to be counted one by one. */
  readonly multiLabel?: boolean;
  /** Weights of the labels in the last axis, where they are not counted one by one. */
  readonly labelWeights?: readonly number[] | null;
}

/** Stands for "not even considered": below every threshold in use. */
const NEVER = -1e10;

function onlyTopK(pred: Tensor, k: number): Tensor {
  const classes = at(pred.shape, pred.rank - 1);
  const [, best] = ops.topK(pred, Math.min(k, classes));
  const chosen = ops.any(ops.equal(ops.expandDims(best, { axis: -1 }), ops.arange(classes, { dtype: 'int32' })), {
    axis: -2,
  });
  return ops.where(chosen, pred, NEVER);
}

/** One class of the last axis, which stays with extent 1. */
function onlyClass(x: Tensor, classId: number): Tensor {
  const classes = at(x.shape, x.rank - 1);
  if (x.rank < 2 || classId >= classes) {
    throw badArgument('classId', `one of the ${classes} classes of predictions [batch, classes]`, classId);
  }
  const starts = x.shape.map((_, i) => (i === x.rank - 1 ? classId : 0));
  return ops.slice(x, starts, [...x.shape.slice(0, -1), 1]);
}

/**
 * Whether each prediction, [n] or [n, labels], is above each threshold: [thresholds, n] or [thresholds, n, labels].
 * Evenly spaced thresholds are told apart by the number of the interval that a prediction falls in, as in Keras, which
 * settles predictions that lie on a threshold.
 */
function isAbove(pred: Tensor, thresholds: ThresholdList): Tensor {
  const { values, even, padded } = thresholds;
  const column = [values.length, ...pred.shape.map(() => 1)];
  const row = ops.expandDims(pred, { axis: 0 });
  if (!even) return ops.greater(row, ops.reshape(ops.array([...values], 'float32'), column));
  const interval = ops.subtract(ops.ceil(ops.multiply(ops.clip(row, 0, 1), values.length - 1)), 1);
  const numbers = ops.reshape(ops.arange(values.length, { dtype: 'float32' }), column);
  return ops.greaterEqual(padded ? ops.maximum(interval, 0) : interval, numbers);
}

/** Counts decisions "prediction > threshold" against labels (0 is false, all else true). */
export function confusionCounts(yTrue: Tensor, yPred: Tensor, options: CountOptions): ConfusionCounts {
  const { thresholds, topK = null, classId = null, multiLabel = false, labelWeights = null } = options;
  let [target, pred] = squeezeOrExpandToSameRank(ops.cast(yTrue, 'float32'), ops.cast(yPred, 'float32'));
  if (!sameShape(target.shape, pred.shape)) {
    throw new ArgumentError(
      `\`yTrue\` and \`yPred\` must have the same shape. Received: yTrue of shape ${formatShape(yTrue.shape)}, yPred of shape ${formatShape(yPred.shape)}`,
    );
  }
  if (topK !== null) pred = onlyTopK(pred, topK);
  if (classId !== null) [target, pred] = [onlyClass(target, classId), onlyClass(pred, classId)];

  let weight: Tensor = ops.ones(pred.shape, 'float32');
  if (options.sampleWeight !== null) {
    const [, given] = squeezeOrExpandToSameRank(pred, options.sampleWeight, { expandRankOne: false });
    weight = ops.multiply(weight, alignWeights(pred, given));
  }
  if (labelWeights !== null) weight = ops.multiply(weight, ops.array([...labelWeights], 'float32'));

  const entries = (x: Tensor): Tensor => (multiLabel ? x : ops.ravel(x));
  const weights = entries(weight);
  const positive = ops.where(ops.notEqual(entries(target), 0), weights, 0);
  const negative = ops.subtract(weights, positive);
  const above = isAbove(entries(pred), thresholds);
  const sumAbove = (x: Tensor): Tensor => ops.sum(ops.where(above, ops.expandDims(x, { axis: 0 }), 0), { axis: 1 });
  const truePositives = sumAbove(positive);
  const falsePositives = sumAbove(negative);
  return {
    truePositives,
    falsePositives,
    trueNegatives: ops.subtract(ops.sum(negative, { axis: 0 }), falsePositives),
    falseNegatives: ops.subtract(ops.sum(positive, { axis: 0 }), truePositives),
  };
}
