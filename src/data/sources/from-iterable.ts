import { badArgument } from '../../support/errors.ts';
import { cursorOf } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

/** What can be iterated, synchronously or not, or a function that makes it for each pass. */
export type IterableSource<T> = Iterable<T> | AsyncIterable<T> | (() => Iterable<T> | AsyncIterable<T>);

const isIterable = <T>(x: Iterable<T> | AsyncIterable<T>): boolean =>
  typeof x === 'object' && x !== null && (Symbol.iterator in x || Symbol.asyncIterator in x);

/** The elements of an iterable, opened anew for each pass. */
export function fromIterable<T>(source: IterableSource<T>): Recipe<T> {
  if (typeof source !== 'function' && !isIterable(source)) {
    throw badArgument('source', 'something to iterate over, or a function that makes it', source);
  }
  const open = () => {
    const iterable = typeof source === 'function' ? source() : source;
    if (!isIterable(iterable)) throw badArgument('source()', 'something to iterate over', iterable);
    return cursorOf(Symbol.asyncIterator in iterable ? iterable[Symbol.asyncIterator]() : iterable[Symbol.iterator]());
  };
  return { open, cardinality: Array.isArray(source) ? source.length : null };
}
