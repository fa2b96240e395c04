import { ArgumentError, describe } from '../../support/errors.ts';
import type { Batch, BatchIterator, BatchSource } from './batch-source.ts';
import type { Batches } from './data-types.ts';

type AnyIterator = { next(): unknown };
const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null;
const isIterator = (x: unknown): x is AnyIterator => isObject(x) && 'next' in x && typeof x.next === 'function';

const isResult = (x: unknown): x is { readonly done?: boolean; readonly value: unknown } => isObject(x);

/** The iterator behind whatever can be iterated. */
function iteratorOf(batches: unknown): AnyIterator {
  if (isObject(batches)) {
    for (const symbol of [Symbol.asyncIterator, Symbol.iterator]) {
      const method: unknown = Reflect.get(batches, symbol);
      if (typeof method !== 'function') continue;
      const iterator: unknown = method.call(batches);
      if (isIterator(iterator)) return iterator;
    }
    if (isIterator(batches)) return batches;
  }
  throw new ArgumentError(
    `\`x\` as a function must return an iterator or something that can be iterated. Received: ${describe(batches)}`,
  );
}

/** Batches in one pass, for what tells it (`data.Dataset` does). */
function countOf(batches: unknown): number | null {
  if (!isObject(batches) || !('cardinality' in batches)) return null;
  const { cardinality } = batches;
  return typeof cardinality === 'number' && Number.isFinite(cardinality) ? cardinality : null;
}

/** Batches of a user's iterator, generator, iterable or function; each is read when its turn comes. */
export class IteratorSource implements BatchSource {
  readonly batchCount: number | null;
  readonly restartable: boolean;
  readonly #batches: Batches;
  readonly #read: (batch: unknown) => Batch;
  /** What was read ahead, to learn the shapes before anything runs. */
  #ahead: { readonly iterator: AnyIterator; readonly batch: Batch | null } | undefined;

  /** @param read makes a batch of what the iterator gave */
  constructor(batches: Batches, read: (batch: unknown) => Batch) {
    this.#batches = batches;
    this.#read = read;
    // Iterators and running generators are their own iterators: they can't begin anew.
    this.batchCount = countOf(batches);
    this.restartable = typeof batches === 'function' || iteratorOf(batches) !== batches;
  }

  #start(): AnyIterator {
    return iteratorOf(typeof this.#batches === 'function' ? this.#batches() : this.#batches);
  }

  /** The first batch of the first pass; that pass will begin with it. */
  async peek(): Promise<Batch | null> {
    const iterator = this.#start();
    const batch = await this.#next(iterator);
    this.#ahead = { iterator, batch };
    return batch;
  }

  open(): BatchIterator {
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const iterator = ahead?.iterator ?? this.#start();
    let first = ahead !== undefined;
    return {
      next: () => {
        if (!first) return this.#next(iterator);
        first = false;
        return ahead?.batch ?? null;
      },
    };
  }

  #next(iterator: AnyIterator): Batch | null | Promise<Batch | null> {
    const result = iterator.next();
    return result instanceof Promise ? result.then((settled) => this.#convert(settled)) : this.#convert(result);
  }

  #convert(result: unknown): Batch | null {
    if (!isResult(result)) {
      throw new ArgumentError(`An iterator's next() must return { value, done }. Received: ${describe(result)}`);
    }
    return result.done ? null : this.#read(result.value);
  }
}
