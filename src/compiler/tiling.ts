import { at } from '../support/shape.ts';
import type { Target } from './kernel.ts';

/** A tile's rows: `height` along the innermost axis of rows, on `lines` neighbouring indices of the axis before it. */
export interface Tiling {
  readonly lines: number;
  readonly height: number;
}

/** So many at once, at most `most`, that an extent is covered in equal steps but for a rest. */
export const evenSteps = (extent: number, most: number): number => Math.ceil(extent / Math.ceil(extent / most));

/**
 * Tiles over the two innermost axes of rows, for a width in vectors: along the innermost where it is long, whole lines of
 * it where it is short. Equal heights keep enough sums in flight everywhere.
 *
 * @param inner extent of the innermost axis
 * @param second extent of the axis before it; 1 where there is none
 */
export function tilingOf(inner: number, second: number, width: number, target: Target): Tiling {
  const most = at(target.tileRows, width);
  if (inner * 2 > most || second === 1) return { lines: 1, height: evenSteps(inner, most) };
  return { lines: evenSteps(second, Math.floor(most / inner)), height: inner };
}
