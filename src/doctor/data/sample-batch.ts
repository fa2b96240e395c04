import type { Model } from '../../models/index.ts';
import { assemble } from '../../models/training/assemble.ts';
import type { Batch, TrainingData } from '../../models/training/batch-source.ts';
import { gatherRows } from '../../models/training/gather-rows.ts';
import { readInputs } from '../../models/training/read-inputs.ts';
import type { SampleArray } from '../../models/training/sample-array.ts';
import { hostArray } from '../../support/dtype.ts';

/** Every n-th row, so that sorted data show all their classes. */
function spreadSamples(array: SampleArray, count: number): SampleArray {
  const total = array.shape[0] ?? 0;
  const width = array.values.length / Math.max(total, 1);
  const order = Int32Array.from({ length: count }, (_, i) => Math.floor((i * total) / count));
  const values = hostArray(array.dtype, count * width);
  gatherRows(array.values, width, order, 0, count, values);
  return { values, shape: [count, ...array.shape.slice(1)], dtype: array.dtype };
}

/** Some samples of data that were read, as one batch: `limit` at most. */
function batchOf({ x, y }: TrainingData, limit: number): Batch {
  const size = Math.min(limit, x.arrays[0]?.shape[0] ?? 0);
  const spread = <B extends { readonly arrays: readonly SampleArray[] }>(bundle: B): B => ({
    ...bundle,
    arrays: bundle.arrays.map((array) => spreadSamples(array, size)),
  });
  return { x: spread(x), y: y === null ? null : spread(y), sampleWeight: null, size };
}

/** Some samples and their targets as one batch of training. */
export function sampleBatch(model: Model, x: unknown, y: unknown, limit: number): Batch {
  const purpose = { training: true, batchSize: limit, warning: null };
  return batchOf(assemble(model, x, { y, sampleWeight: null, classWeight: null }, purpose), limit);
}

/** Some samples as one batch, without targets. */
export const sampleInputs = (model: Model, x: unknown, limit: number): Batch =>
  batchOf({ x: readInputs(model, x), y: null, sampleWeight: null }, limit);
