import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Histogram } from './vitals-record.ts';

export const HISTOGRAM_BINS = 40;
/** Elements of a histogram as a tensor: its limits and its counts. */
export const HISTOGRAM_SIZE = HISTOGRAM_BINS + 2;

/** Limits and counts of a tensor's elements, [42]. */
export function histogramOf(x: Tensor): Tensor {
  const flat = ops.reshape(x, [-1]);
  const low = ops.min(flat);
  const high = ops.max(flat);
  const width = ops.maximum(ops.subtract(high, low), 1e-30);
  const place = ops.floor(ops.multiply(ops.divide(ops.subtract(flat, low), width), HISTOGRAM_BINS));
  const bin = ops.cast(ops.clip(place, 0, HISTOGRAM_BINS - 1), 'int32');
  const counts = ops.segmentSum(ops.onesLike(flat), bin, { numSegments: HISTOGRAM_BINS });
  return ops.concatenate([ops.stack([low, high]), counts]);
}

/** Reads what `histogramOf` computed. */
export function readHistogram(values: ArrayLike<number>): Histogram {
  return { low: values[0] ?? 0, high: values[1] ?? 0, counts: Array.from(values).slice(2) };
}
