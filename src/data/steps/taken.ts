import { END, nextMany, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

/** The first `count` elements. */
export const taken = <T>(source: Recipe<T>, count: number): Recipe<T> => ({
  open: (pass) =>
    when(source.open(pass), (cursor) => {
      let left = count;
      return { next: () => (left-- > 0 ? cursor.next() : END), close: () => cursor.close() };
    }),
  cardinality: source.cardinality === null ? null : Math.min(source.cardinality, count),
});

/** All but the first `count` elements. */
export const skipped = <T>(source: Recipe<T>, count: number): Recipe<T> => ({
  open: (pass) =>
    when(source.open(pass), (cursor) => {
      let skipping = true;
      return {
        next: () => {
          if (!skipping) return cursor.next();
          skipping = false;
          return when(nextMany(cursor, count), () => cursor.next());
        },
        close: () => cursor.close(),
      };
    }),
  cardinality: source.cardinality === null ? null : Math.max(0, source.cardinality - count),
});
