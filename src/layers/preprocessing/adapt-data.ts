import { badArgument } from '../../support/errors.ts';
import { isTensorLike, type TensorLike } from '../../tensor/convert.ts';
import { Tensor } from '../../tensor/tensor.ts';

/** What `adapt` looks at: one tensor, or batches of samples from an iterable such as a dataset. */
export type AdaptData = TensorLike | Iterable<TensorLike> | AsyncIterable<TensorLike>;

export interface AdaptOptions {
  /** How many batches to look at, at most. Default null: all. */
  readonly steps?: number | null;
}

const isList = (x: unknown): boolean =>
  Array.isArray(x) && x.length > 0 && (x[0] instanceof Tensor || ArrayBuffer.isView(x[0]));

/** The batches in what `adapt` was given. */
export async function* adaptBatches(data: AdaptData, { steps = null }: AdaptOptions = {}): AsyncGenerator<TensorLike> {
  if (isTensorLike(data) && !isList(data)) {
    yield data;
    return;
  }
  if (typeof data !== 'object' || data === null || !(Symbol.iterator in data || Symbol.asyncIterator in data))
    throw badArgument('data', 'a tensor, or an iterable of batches', data);
  let count = 0;
  // A list of tensors is an iterable of batches, though its type says that it could be nested arrays of numbers.
  for await (const batch of data as Iterable<TensorLike> | AsyncIterable<TensorLike>) {
    if (steps !== null && count >= steps) return;
    count++;
    yield batch;
  }
}
