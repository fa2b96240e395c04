import * as g from '../../../graph/build.ts';
import type { Node } from '../../../graph/node.ts';
import type { DType } from '../../../support/dtype.ts';
import { at, broadcastShapes, range, sizeOf } from '../../../support/shape.ts';
import { moved, type Tracked } from '../tracked.ts';

/** The values that a random graph has so far, and a key for random bits. */
export interface Pool {
  readonly values: Tracked[];
  readonly key: Node;
}

/** Makes one more value of those in the pool, or undefined when none fits. `picks` are arbitrary numbers. */
export type Step = (pool: Pool, picks: readonly number[]) => Tracked | undefined;

export const isFloat = (x: Tracked) => x.node.dtype === 'float32';
export const isExact = (x: Tracked) => x.error === 0;
export const ofDtype =
  (...dtypes: readonly DType[]) =>
  (x: Tracked) =>
    dtypes.includes(x.node.dtype);
export const ranked = (x: Tracked) => x.node.shape.length > 0;

/** One of the values that fit: half of the time one of the latest, so that graphs get deep. */
export function choose(pool: Pool, pick: number | undefined, fits: (x: Tracked) => boolean): Tracked | undefined {
  const candidates = pool.values.filter(fits).toReversed();
  if (candidates.length === 0) return undefined;
  const place = (pick ?? 0) >> 1;
  return at(candidates, place % Math.min(candidates.length, (pick ?? 0) % 2 === 0 ? 3 : candidates.length));
}

export const oneOf = <T>(list: readonly T[], pick: number | undefined): T => at(list, (pick ?? 0) % list.length);

/** Two values of one dtype in one shape: broadcast where that works, the second as its greatest element otherwise. */
export function pairOf(
  pool: Pool,
  picks: readonly number[],
  fits: (x: Tracked) => boolean,
): [Tracked, Tracked] | undefined {
  const a = choose(pool, picks[0], fits);
  const b = a && choose(pool, picks[1], (x) => fits(x) && x.node.dtype === a.node.dtype);
  if (a === undefined || b === undefined) return undefined;
  try {
    const shape = broadcastShapes(a.node.shape, b.node.shape);
    if (sizeOf(shape) <= 1000) return [moved(a, g.broadcastTo(a.node, shape)), moved(b, g.broadcastTo(b.node, shape))];
  } catch {
    // No common shape.
  }
  const greatest = g.reduce('reduceMax', b.node, range(b.node.shape.length));
  return [a, moved(b, g.broadcastTo(greatest, a.node.shape))];
}
