import { ArgumentError } from '../../support/errors.ts';
import type { Trainer } from '../trainer.ts';
import { ArraySource, type Shuffle } from './array-source.ts';
import { assemble, type Purpose, readBatch } from './assemble.ts';
import type { BatchSource, TrainingData } from './batch-source.ts';
import { commonSampleCount } from './bundle.ts';
import { type Batches, isBatches } from './data-types.ts';
import { IteratorSource } from './iterator-source.ts';
import type { Targets } from './read-targets.ts';

/** Keras's default number of samples per step. */
export const DEFAULT_BATCH_SIZE = 32;

/** The batch size for arrays: as asked for, or such that so many steps make one pass. */
export function batchSizeFor(batchSize: number | null, steps: number | null, data: TrainingData): number {
  if (batchSize !== null) return batchSize;
  return steps === null ? DEFAULT_BATCH_SIZE : Math.ceil(commonSampleCount([data.x]) / steps);
}

/**
 * Batches of an iterator, the first of them read (and checked) already.
 *
 * @throws ArgumentError when the iterator gives nothing, or when targets or weights were passed beside it
 */
export async function iteratorSource(
  trainer: Trainer,
  batches: Batches,
  beside: Readonly<Record<string, unknown>>,
  purpose: Omit<Purpose, 'batchSize'>,
): Promise<BatchSource> {
  for (const [name, value] of Object.entries(beside)) {
    if (value !== null && value !== undefined && value !== 0) {
      throw new ArgumentError(
        `\`${name}\` can't be given beside an iterator, whose batches are [x, y] or [x, y, sampleWeight]. Received: both`,
      );
    }
  }
  const source = new IteratorSource(batches, (batch) => readBatch(trainer, batch, purpose));
  if ((await source.peek()) === null)
    throw new ArgumentError('`x` must give at least one batch. Received: an empty iterator');
  return source;
}

/** Batches of whatever `fit` or `evaluate` may take. */
export async function sourceOf(
  trainer: Trainer,
  x: unknown,
  targets: Targets,
  options: { readonly batchSize: number | null; readonly steps: number | null; readonly shuffle: Shuffle },
  purpose: Omit<Purpose, 'batchSize'>,
): Promise<BatchSource> {
  if (isBatches(x)) return iteratorSource(trainer, x, { ...targets }, purpose);
  const { batchSize, steps, shuffle } = options;
  const data = assemble(trainer, x, targets, { ...purpose, batchSize: batchSize ?? DEFAULT_BATCH_SIZE });
  return new ArraySource(data, { batchSize: batchSizeFor(batchSize, steps, data), shuffle });
}
