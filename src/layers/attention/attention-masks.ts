import { abs, subtract } from '../../ops/arithmetic.ts';
import { causalMask } from '../../ops/attention.ts';
import { less } from '../../ops/comparison.ts';
import { cast } from '../../ops/core.ts';
import { logicalAnd } from '../../ops/logical.ts';
import { arange } from '../../ops/sequence.ts';
import { expandDims } from '../../ops/shape.ts';
import type { TensorLike } from '../../tensor/convert.ts';
import type { Tensor } from '../../tensor/tensor.ts';

/** What forbids attention between positions. */
export interface AttentionMasks {
  /** [batch, T] */
  readonly query: TensorLike | null;
  /** [batch, S] */
  readonly value: TensorLike | null;
  /** [batch, S] */
  readonly key: TensorLike | null;
  /** [batch, T, S], or what broadcasts to it */
  readonly attention: TensorLike | null;
  readonly causal: boolean;
  /** How far apart query and key may be, itself not included. */
  readonly window: number | null;
}

/** True where two positions are less than `window` apart: [T, S]. */
const windowMask = (queries: number, keys: number, window: number): Tensor =>
  less(abs(subtract(expandDims(arange(queries), 1), arange(keys))), window);

/**
 * All masks in one: attention is allowed where each of them allows it.
 *
 * @returns a bool tensor that broadcasts to [batch, T, S]; null when nothing is forbidden
 */
export function joinMasks(masks: AttentionMasks, queries: number, keys: number): Tensor | null {
  const parts: Tensor[] = [];
  if (masks.attention !== null) parts.push(cast(masks.attention, 'bool'));
  if (masks.query !== null) parts.push(expandDims(cast(masks.query, 'bool'), -1));
  if (masks.value !== null) parts.push(expandDims(cast(masks.value, 'bool'), -2));
  if (masks.key !== null) parts.push(expandDims(cast(masks.key, 'bool'), -2));
  if (masks.causal) parts.push(expandDims(causalMask(queries, keys), 0));
  if (masks.window !== null) parts.push(expandDims(windowMask(queries, keys, masks.window), 0));
  return parts.length === 0 ? null : parts.reduce((a, b) => logicalAnd(a, b));
}
