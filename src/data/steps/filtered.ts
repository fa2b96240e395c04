import { type Maybe, nextWhere, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

/** The elements that pass a test. */
export const filtered = <T>(source: Recipe<T>, test: (element: T) => Maybe<boolean>): Recipe<T> => ({
  open: (pass) =>
    when(source.open(pass), (cursor) => ({ next: () => nextWhere(cursor, test), close: () => cursor.close() })),
  cardinality: null,
});
