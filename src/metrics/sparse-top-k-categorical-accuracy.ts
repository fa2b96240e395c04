import { labelOperands } from '../losses/operands.ts';
import * as ops from '../ops/index.ts';
import { flag, positiveInteger } from '../support/check-values.ts';
import type { Config } from '../support/registry.ts';
import { at } from '../support/shape.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { MetricOptions } from './metric.ts';
import { PredictionMean } from './prediction-mean.ts';

/** What counts as a hit, for the function and the class. */
export interface SparseTopKArguments {
  /** How many classes count as right. Default 5. */
  readonly k?: number;
  /** Whether `yPred` holds class numbers, best first, instead of scores. Default false. */
  readonly fromSortedIds?: boolean;
}

function checkArguments(options: SparseTopKArguments): Required<SparseTopKArguments> {
  return {
    k: positiveInteger('k', options.k ?? 5),
    fromSortedIds: flag('fromSortedIds', options.fromSortedIds ?? false),
  };
}

/** Whether each label is among the first k class numbers of its row. */
function inFirst(labels: Tensor, ids: Tensor, k: number): Tensor {
  const shown = Math.min(k, at(ids.shape, ids.rank - 1));
  const first = ops.slice(
    ids,
    ids.shape.map(() => 0),
    [...ids.shape.slice(0, -1), shown],
  );
  return ops.any(ops.equal(ops.expandDims(labels, { axis: -1 }), first), { axis: -1 });
}

/**
 * Where the label is among the k classes with the highest scores; of equal scores none comes first, so all count as
 * inside.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class.
 *
 * @param yTrue class numbers, [batch, ...] or [batch, ..., 1]
 * @param yPred scores, [batch, ..., classes], or class numbers, best first
 * @param options see `SparseTopKArguments`
 * @returns 1 where it is and 0 elsewhere, [batch, ...]
 * @throws ArgumentError when there isn't one label for each prediction, or k isn't a positive integer
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * console.log(await metrics.sparseTopKCategoricalAccuracy([2], [[0.1, 0.9, 0.8]], { k: 2 }).array()); // => [1]
 * ```
 */
export function sparseTopKCategoricalAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: SparseTopKArguments = {},
): Tensor {
  const { k, fromSortedIds } = checkArguments(options);
  const [labels, pred] = labelOperands(yTrue, yPred, -1);
  return ops.cast(fromSortedIds ? inFirst(labels, pred, k) : ops.inTopK(labels, pred, k), 'float32');
}

/** Options of `SparseTopKCategoricalAccuracy`. */
export interface SparseTopKCategoricalAccuracyOptions extends MetricOptions, SparseTopKArguments {}

/**
 * How often the label is among the k classes with the highest scores.
 *
 * See https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class.
 *
 * @example
 * ```ts
 * import { metrics } from 'keratin';
 * const accuracy = new metrics.SparseTopKCategoricalAccuracy({ k: 1 });
 * accuracy.updateState([2, 1], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]]);
 * console.log(await accuracy.result().item()); // => 0.5
 * ```
 */
export class SparseTopKCategoricalAccuracy extends PredictionMean {
  static override readonly className: string = 'SparseTopKCategoricalAccuracy';
  override readonly direction = 'up';
  readonly k: number;
  readonly fromSortedIds: boolean;

  /** @param options see the type; the default name is `sparse_top_k_categorical_accuracy` */
  constructor(options: SparseTopKCategoricalAccuracyOptions = {}) {
    super(options, { name: 'sparse_top_k_categorical_accuracy', own: ['k', 'fromSortedIds'] });
    const { k, fromSortedIds } = checkArguments(options);
    this.k = k;
    this.fromSortedIds = fromSortedIds;
  }

  protected override values(yTrue: Tensor, yPred: Tensor): Tensor {
    return sparseTopKCategoricalAccuracy(yTrue, yPred, { k: this.k, fromSortedIds: this.fromSortedIds });
  }

  /** Keras writes `from_sorted_ids` only where it is set, and so do we. */
  override getConfig(): Config {
    return { ...super.getConfig(), k: this.k, ...(this.fromSortedIds ? { from_sorted_ids: true } : {}) };
  }
}
