import { type Cursor, END, type Maybe, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

/** All elements `count` times; a source without elements ends at once, also when repeated without end. */
export function repeated<T>(source: Recipe<T>, count: number): Recipe<T> {
  const open = (pass: number): Cursor<T> => {
    let round = 0;
    let cursor: Cursor<T> | undefined;
    let given = false;
    const next = (): Maybe<T | typeof END> => {
      if (cursor === undefined) {
        if (round >= count) return END;
        // Rounds get distinct numbers, so that a shuffle before this step reorders in each of them.
        return when(source.open(pass * (Number.isFinite(count) ? count : 1) + round), (opened) => {
          cursor = opened;
          given = false;
          return next();
        });
      }
      const current = cursor;
      return when(current.next(), (element) => {
        if (element !== END) {
          given = true;
          return element;
        }
        cursor = undefined;
        round = given ? round + 1 : count;
        return when(current.close(), next);
      });
    };
    return { next, close: () => cursor?.close() };
  };
  const { cardinality } = source;
  return {
    open,
    cardinality: cardinality === 0 || count === 0 ? 0 : cardinality === null ? null : cardinality * count,
  };
}
