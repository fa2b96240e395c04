import { badArgument } from '../../support/errors.ts';
import { permutation } from '../../support/shuffle.ts';
import { type Batch, type BatchIterator, type BatchSource, mapData, type TrainingData } from './batch-source.ts';
import { commonSampleCount } from './bundle.ts';
import { GatheredSamples } from './gathered-samples.ts';
import { type SampleArray, sliceSamples } from './sample-array.ts';

/** How samples are put in order: as they are, all anew in every pass, or only within each batch. */
export type Shuffle = boolean | 'batch';

/** Checks the `shuffle` option. */
export function checkShuffle(shuffle: unknown): Shuffle {
  if (typeof shuffle === 'boolean' || shuffle === 'batch') return shuffle;
  throw badArgument('shuffle', "true, false or 'batch'", shuffle);
}

/** The order of one pass, or null for the order in which the samples are. */
function orderOf(shuffle: Shuffle, count: number, batchSize: number): Int32Array | null {
  if (shuffle === false) return null;
  if (shuffle === true) return permutation(count);
  const order = new Int32Array(count);
  for (let start = 0; start < count; start += batchSize) {
    const within = permutation(Math.min(batchSize, count - start));
    for (let i = 0; i < within.length; i++) order[start + i] = start + (within[i] ?? 0);
  }
  return order;
}

/** Batches of arrays: samples in a random order, or views of the arrays where the order allows it. */
export class ArraySource implements BatchSource {
  readonly restartable = true;
  readonly batchCount: number;
  readonly #data: TrainingData;
  readonly #count: number;
  readonly #batchSize: number;
  readonly #shuffle: Shuffle;

  constructor(data: TrainingData, options: { readonly batchSize: number; readonly shuffle: Shuffle }) {
    this.#data = data;
    this.#count = commonSampleCount([data.x, data.y, data.sampleWeight]);
    this.#batchSize = Math.min(options.batchSize, this.#count);
    this.#shuffle = options.shuffle;
    this.batchCount = Math.ceil(this.#count / this.#batchSize);
  }

  open(): BatchIterator {
    const order = orderOf(this.#shuffle, this.#count, this.#batchSize);
    let start = 0;
    return {
      next: () => {
        if (start >= this.#count) return null;
        const size = Math.min(this.#batchSize, this.#count - start);
        const batch = this.#batch(order, start, size);
        start += size;
        return batch;
      },
    };
  }

  #batch(order: Int32Array | null, start: number, size: number): Batch {
    const rows = (array: SampleArray): SampleArray =>
      order === null ? sliceSamples(array, start, start + size) : new GatheredSamples(array, order, start, size);
    return { ...mapData(this.#data, rows), size };
  }
}
