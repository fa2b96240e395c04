import { type Cursor, cursorOf, END, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

/** Elements that are kept after the first complete pass. */
export function cached<T>(source: Recipe<T>): Recipe<T> {
  let kept: readonly T[] | undefined;
  const keeping = (cursor: Cursor<T>): Cursor<T> => {
    const seen: T[] = [];
    const keep = (element: T | typeof END): T | typeof END => {
      if (element === END) kept ??= seen;
      else seen.push(element);
      return element;
    };
    return { next: () => when(cursor.next(), keep), close: () => cursor.close() };
  };
  return {
    open: (pass) => (kept === undefined ? when(source.open(pass), keeping) : cursorOf(kept[Symbol.iterator]())),
    cardinality: source.cardinality,
  };
}
