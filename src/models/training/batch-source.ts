import { badArgument } from '../../support/errors.ts';
import type { Bundle, Columns } from './bundle.ts';
import type { SampleArray } from './sample-array.ts';
import type { SampleWeights } from './sample-weights.ts';

/** What one training, evaluation or prediction runs over, or one batch of it. */
export interface TrainingData {
  readonly x: Bundle;
  readonly y: Bundle | null;
  readonly sampleWeight: SampleWeights | null;
}

export interface Batch extends TrainingData {
  /** The number of samples. */
  readonly size: number;
}

/** One pass over the data. A batch is valid until the next one is asked for. */
export interface BatchIterator {
  /** The next batch, or null at the end. */
  next(): Batch | null | Promise<Batch | null>;
}

/** Where batches come from. */
export interface BatchSource {
  /** Batches in one pass; null when nobody knows. */
  readonly batchCount: number | null;
  /** Whether `open` begins anew; otherwise there is only one pass. */
  readonly restartable: boolean;
  open(): BatchIterator;
}

const mapColumns = <C extends Columns>(columns: C, change: (array: SampleArray) => SampleArray): C => ({
  ...columns,
  arrays: columns.arrays.map(change),
});

/** Applies a change to every array. */
export const mapData = (data: TrainingData, change: (array: SampleArray) => SampleArray): TrainingData => ({
  x: mapColumns(data.x, change),
  y: data.y && mapColumns(data.y, change),
  sampleWeight: data.sampleWeight && mapColumns(data.sampleWeight, change),
});

/** Checks a count of samples, steps or epochs; null and undefined stay null. */
export function checkCount(name: string, value: number | null | undefined, least = 1): number | null {
  if (value === null || value === undefined) return null;
  if (!Number.isInteger(value) || value < least) {
    throw badArgument(name, `a whole number, ${least} or more`, value);
  }
  return value;
}
