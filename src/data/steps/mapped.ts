import { type Cursor, END, type Maybe, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';
import { prefetching } from './prefetched.ts';

/** Each element through a function; with `parallel` above 1, several calls may be under way at a time. */
export function mapped<T, R>(
  source: Recipe<T>,
  fn: (element: T, index: number) => Maybe<R>,
  parallel: number,
): Recipe<R> {
  const one = (cursor: Cursor<T>): Cursor<R> => {
    let index = 0;
    return {
      next: () => when(cursor.next(), (element) => (element === END ? END : fn(element, index++))),
      close: () => cursor.close(),
    };
  };
  /** Hands out promises without waiting for them; `prefetching` keeps them in order. */
  const several = (cursor: Cursor<T>): Cursor<R> => {
    let index = 0;
    const started: Cursor<{ readonly result: Maybe<R> }> = {
      next: () => when(cursor.next(), (element) => (element === END ? END : { result: fn(element, index++) })),
      close: () => cursor.close(),
    };
    const ahead = prefetching(started, parallel);
    return {
      next: () => when(ahead.next(), (entry) => (entry === END ? END : entry.result)),
      close: () => ahead.close(),
    };
  };
  return {
    open: (pass) => when(source.open(pass), parallel === 1 ? one : several),
    cardinality: source.cardinality,
  };
}
