import * as ops from '../ops/index.ts';
import { badArgument, unknownName } from '../support/errors.ts';
import { formatShape, type Shape, sameShape, sizeOf } from '../support/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { squeezeOrExpandToSameRank } from './same-rank.ts';

/**
 * How the losses of a batch become one number:
 *
 * - `sum_over_batch_size`, `mean`: their sum divided by how many there are (weighted or not);
 * - `sum`: their sum;
 * - `mean_with_sample_weight`: their weighted sum divided by the sum of the weights;
 * - `none`: not at all.
 */
export type Reduction = 'sum_over_batch_size' | 'mean' | 'sum' | 'none' | 'mean_with_sample_weight';

const reductions: readonly Reduction[] = ['sum_over_batch_size', 'mean', 'sum', 'none', 'mean_with_sample_weight'];

const isReduction = (name: unknown): name is Reduction => reductions.some((known) => known === name);

/** Checks a reduction's name; null means `none`, as in Keras. */
export function standardizeReduction(reduction: unknown): Reduction {
  if (reduction === null) return 'none';
  if (isReduction(reduction)) return reduction;
  if (typeof reduction === 'string') throw unknownName('reduction', reduction, reductions);
  throw badArgument('reduction', `one of ${reductions.join(', ')} or null`, reduction);
}

/**
 * Puts a mask (true = valid) into the sample weights. For means the mask is scaled by total / valid, so that dividing
 * by the number of all entries later amounts to dividing by the number of the valid ones.
 */
export function applyMask(sampleWeight: Tensor | null, mask: Tensor | null, reduction: Reduction): Tensor | null {
  if (mask === null) return sampleWeight;
  let weight = ops.cast(mask, 'float32');
  if (reduction === 'mean' || reduction === 'sum_over_batch_size') {
    weight = ops.multiply(weight, ops.divide(sizeOf(mask.shape), ops.add(ops.sum(weight), 1e-7)));
  }
  if (sampleWeight === null) return weight;
  const [maskWeight, given] = squeezeOrExpandToSameRank(weight, ops.cast(sampleWeight, 'float32'));
  return given.rank < maskWeight.rank
    ? ops.multiply(alignWeights(maskWeight, given), maskWeight)
    : ops.multiply(given, alignWeights(given, maskWeight));
}

const fits = (weights: Shape, values: Shape): boolean =>
  values.length >= weights.length &&
  weights.every((n, i) => n === 1 || n === values[i + values.length - weights.length]);

/**
 * Weights in a shape that multiplies values. Weights of fewer axes belong to the leading axes, [batch] to
 * [batch, steps] for example, where NumPy's rule alone would take them for the trailing ones.
 *
 * @throws ArgumentError when the weights fit neither way
 */
export function alignWeights(values: Tensor, weights: Tensor): Tensor {
  if (weights.rank > 0 && weights.rank < values.rank && sameShape(weights.shape, values.shape.slice(0, weights.rank))) {
    const trailing = new Array<number>(values.rank - weights.rank).fill(1);
    return ops.broadcastTo(ops.reshape(weights, [...weights.shape, ...trailing]), values.shape);
  }
  if (fits(weights.shape, values.shape) || fits(values.shape, weights.shape)) return weights;
  throw badArgument(
    'sampleWeight',
    `of a shape that fits the losses' shape ${formatShape(values.shape)}`,
    `shape ${formatShape(weights.shape)}`,
  );
}

/** What goes with the values of a loss while they are reduced. */
interface ReductionOptions {
  readonly reduction: Reduction;
  /** Weights of samples (or of samples and steps). Default null. */
  readonly sampleWeight?: Tensor | null;
  /** Bool, true = valid. Default null. */
  readonly mask?: Tensor | null;
}

/** Weights and reduces the losses of samples. */
export function reduceWeightedValues(values: Tensor, options: ReductionOptions): Tensor {
  const { reduction } = options;
  const weight = applyMask(options.sampleWeight ?? null, options.mask ?? null, reduction);
  let weighted = values;
  let divisor: Tensor | null = null;
  if (weight !== null) {
    const [losses, sameRank] = squeezeOrExpandToSameRank(values, ops.cast(weight, values.dtype));
    const aligned = alignWeights(losses, sameRank);
    weighted = ops.multiply(losses, aligned);
    divisor = ops.sum(aligned);
  }
  if (reduction === 'none' || weighted.rank === 0) return weighted;
  const total = ops.sum(weighted);
  if (reduction === 'sum') return total;
  if (reduction === 'mean_with_sample_weight' && divisor !== null) return ops.divideNoNan(total, divisor);
  return ops.divide(total, Math.max(1, sizeOf(weighted.shape)));
}
