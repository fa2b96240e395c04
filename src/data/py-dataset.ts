import { permutation } from '../support/shuffle.ts';

/**
 * Batches by number, for data that are made or read by a program of one's own: override `length` (how many batches) and
 * `getItem(index)` (batch number `index`, `[x, y]` or `[x, y, sampleWeight]`, or a promise of it). `fit` takes it as it
 * is, goes through all batches in every epoch, and calls `onEpochEnd` after each.
 *
 * @see https://keras.io/api/utils/python_utils/#pydataset-class
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * class Squares extends utils.PyDataset<[number[][], number[]]> {
 *   get length() { return 3; }
 *   getItem(index: number): [number[][], number[]] { return [[[index]], [index * index]]; }
 * }
 * console.log(new Squares().cardinality); // => 3
 * ```
 */
export abstract class PyDataset<Batch> implements AsyncIterable<Batch> {
  /** Whether the batches come in another order in each epoch. Default false. */
  readonly shuffle: boolean;

  constructor(options: { readonly shuffle?: boolean } = {}) {
    this.shuffle = options.shuffle ?? false;
  }

  /** How many batches there are. */
  abstract get length(): number;

  /** Batch number `index`, counted from 0. */
  abstract getItem(index: number): Batch | Promise<Batch>;

  /** Called after each epoch. */
  onEpochEnd(): void {}

  /** How many batches there are; `fit` shows it. */
  get cardinality(): number {
    return this.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch, void, undefined> {
    const order = this.shuffle ? permutation(this.length) : null;
    for (let i = 0; i < this.length; i++) yield await this.getItem(order?.[i] ?? i);
    this.onEpochEnd();
  }
}
