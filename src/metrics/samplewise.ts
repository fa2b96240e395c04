import { applyMask } from '../losses/reduction.ts';
import { squeezeOrExpandToSameRank } from '../losses/same-rank.ts';
import * as ops from '../ops/index.ts';
import { badArgument } from '../support/errors.ts';
import { formatShape, range } from '../support/shape.ts';
import { getMask } from '../tensor/mask.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Mean or sum over some axes. */
type AxisReduction = (x: Tensor, options: { readonly axis: readonly number[] }) => Tensor;

const trailingAxes = (x: Tensor, from: number): number[] => range(x.rank).slice(from);

function reduceFrom(x: Tensor, from: number, reduce: AxisReduction): Tensor {
  return x.rank > from ? reduce(x, { axis: trailingAxes(x, from) }) : x;
}

function broadcastWeight(weight: Tensor, values: Tensor): Tensor {
  try {
    return ops.broadcastTo(weight, values.shape);
  } catch {
    throw badArgument(
      'sampleWeight',
      `of a shape that fits the values' shape ${formatShape(values.shape)}`,
      `shape ${formatShape(weight.shape)}`,
    );
  }
}

/**
 * Values of samples, weighted, with one number for each sample: Keras's `reduce_to_samplewise_values`. Axes that the
 * weights do not have are reduced first, all others but the first after the weighting; weights are reduced likewise.
 *
 * @param values [batch, ...]
 * @param sampleWeight [batch], or more axes of values; null for none
 * @param reduce how axes go: mean or sum
 * @returns values [batch] and weights [batch] (null for none)
 * @throws ArgumentError when the weights do not fit
 */
export function reduceToSamplewise(
  values: Tensor,
  sampleWeight: Tensor | null,
  reduce: AxisReduction,
): [Tensor, Tensor | null] {
  if (sampleWeight === null) return [reduceFrom(values, 1, reduce), null];
  const masked = applyMask(sampleWeight, getMask(values) ?? null, 'sum') ?? sampleWeight;
  const [sameRank, given] = squeezeOrExpandToSameRank(values, masked);
  const reduced = reduceFrom(sameRank, given.rank, reduce);
  const weight = broadcastWeight(given, reduced);
  return [reduceFrom(ops.multiply(reduced, weight), 1, reduce), reduceFrom(weight, 1, reduce)];
}
