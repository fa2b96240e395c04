import type { FitCall } from '../../callbacks/index.ts';
import { isBatches, type ModelData, type ShapedData } from '../../models/training/data-types.ts';
import { gatherRows } from '../../models/training/gather-rows.ts';
import {
  rowSize,
  type SampleArray,
  sampleCount,
  sliceSamples,
  toSampleArray,
} from '../../models/training/sample-array.ts';

/** Arrays, or a record of them: what `fit` has checked already. */
export const isArrays = (x: unknown): x is ModelData => typeof x === 'object' && x !== null && !isBatches(x);

/** One array of inputs and one of targets. */
export interface HeldOut {
  readonly x: SampleArray;
  readonly y: SampleArray;
  /** The place of the first sample in the data that `fit` got; 0 for data of their own. */
  readonly first: number;
}

/** One array of inputs and one of targets; null for several, and for batches. */
export function pair(x: unknown, y: unknown): { readonly x: SampleArray; readonly y: SampleArray } | null {
  if (!isArrays(x) || !isArrays(y)) return null;
  try {
    return { x: toSampleArray(x, 'x', null), y: toSampleArray(y, 'y', null) };
  } catch {
    // Several inputs or outputs.
    return null;
  }
}

/** The data that a training is validated with, as far as they are one array of inputs and one of targets. */
export function heldOutOf(call: FitCall): HeldOut | null {
  const { validationData, validationSplit } = call;
  if (Array.isArray(validationData)) {
    const given: readonly unknown[] = validationData;
    const found = pair(given[0], given[1]);
    return found === null ? null : { ...found, first: 0 };
  }
  if (!(validationSplit > 0)) return null;
  const all = pair(call.x, call.y);
  if (all === null) return null;
  const count = all.x.shape[0] ?? 0;
  const first = Math.floor(count * (1 - validationSplit));
  return { x: sliceSamples(all.x, first, count), y: sliceSamples(all.y, first, count), first };
}

/** At most `most` samples, evenly chosen, so that data in the order of their classes keep all of them. */
export function someSamples(array: SampleArray, most: number): ShapedData {
  const all = sampleCount(array);
  if (all <= most) return { data: array.values, shape: array.shape };
  const size = rowSize(array);
  const order = Array.from({ length: most }, (_, i) => Math.floor((i * all) / most));
  const data = array.values.slice(0, most * size);
  gatherRows(array.values, size, order, 0, most, data);
  return { data, shape: [most, ...array.shape.slice(1)] };
}
