import * as ops from '../ops/index.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Adjusts the longer (rank one higher, last axis of extent 1) or the shorter of two tensors. */
function adjust(longer: Tensor, shorter: Tensor, expandRankOne: boolean): [Tensor, Tensor] {
  if (longer.rank !== shorter.rank + 1 || longer.shape[longer.rank - 1] !== 1) return [longer, shorter];
  if (shorter.rank === 1 && expandRankOne) return [longer, ops.expandDims(shorter, { axis: -1 })];
  return [ops.squeeze(longer, { axis: -1 }), shorter];
}

/**
 * Keras's rule for two tensors whose ranks differ by one because one has a last axis of extent 1: [n] against [n, 1]
 * becomes [n, 1] twice (or [n] twice when `expandRankOne` is false); for higher ranks that axis is dropped. Other
 * tensors are returned as they are.
 */
export function squeezeOrExpandToSameRank(
  a: Tensor,
  b: Tensor,
  { expandRankOne = true }: { expandRankOne?: boolean } = {},
): [Tensor, Tensor] {
  if (a.rank > b.rank) return adjust(a, b, expandRankOne);
  const [longer, shorter] = adjust(b, a, expandRankOne);
  return [shorter, longer];
}
