import { multiply } from '../../ops/arithmetic.ts';
import { cast } from '../../ops/core.ts';
import { multiHot, oneHot } from '../../ops/encoding.ts';
import { sum } from '../../ops/reduction.ts';
import { expandDims, squeeze } from '../../ops/shape.ts';
import { badArgument } from '../../support/errors.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** How categories are written: as indices, or as vectors with a place for each category. */
export type CategoryOutput = 'int' | 'one_hot' | 'multi_hot' | 'count';

/** Dense vectors are all there are. */
export function refuseSparse(sparse: unknown): false {
  if (sparse !== undefined && sparse !== null && sparse !== false)
    throw badArgument('sparse', 'false: all tensors are dense', sparse);
  return false;
}

/**
 * Indices in the form that a layer gives them out.
 *
 * @param indices integers [...]
 * @param depth the number of categories
 * @param weights what each index counts, with `count`
 * @returns `int`: the indices; `one_hot`: [..., depth], without a last axis of extent 1; `multi_hot` and `count`: one
 *   vector for each sample
 */
export function encodeCategories(
  indices: Tensor,
  output: CategoryOutput,
  depth: number,
  weights: TensorLike | null = null,
): Tensor {
  const whole = cast(indices, 'int32');
  if (output === 'int') return whole;
  const listed = whole.rank === 0 ? expandDims(whole, -1) : whole;
  switch (output) {
    case 'multi_hot':
      return multiHot(listed, { numClasses: depth });
    case 'one_hot':
      return oneHot(listed.rank > 1 && listed.shape.at(-1) === 1 ? squeeze(listed, -1) : listed, depth);
    case 'count': {
      const each = oneHot(listed, depth);
      const weighted = weights === null ? each : multiply(each, expandDims(weights, -1));
      return sum(weighted, { axis: listed.rank > 1 ? 1 : 0 });
    }
  }
}
