import { type Cursor, END, type Maybe, nextMany, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';
import { generatorOfPass } from '../shuffle-order.ts';

/** Elements in random order, each drawn from a buffer whose free place the next one takes. */
export function shuffled<T>(source: Recipe<T>, bufferSize: number, seed: number, anew: boolean): Recipe<T> {
  const shuffling = (cursor: Cursor<T>, pass: number): Cursor<T> => {
    const generator = generatorOfPass(seed, anew ? pass : 0);
    let buffer: T[] | undefined;
    let exhausted = false;
    const draw = (filled: T[], incoming: T | typeof END): T | typeof END => {
      const i = filled.length === 0 ? 0 : generator.integer(filled.length - 1);
      const [drawn] = filled.slice(i, i + 1);
      if (drawn === undefined) return END;
      if (incoming !== END) filled[i] = incoming;
      else {
        exhausted = true;
        const moved = filled.pop();
        if (moved !== undefined && i < filled.length) filled[i] = moved;
      }
      return drawn;
    };
    const next = (filled: T[]): Maybe<T | typeof END> => {
      buffer = filled;
      return exhausted ? draw(filled, END) : when(cursor.next(), (incoming) => draw(filled, incoming));
    };
    return {
      next: () => (buffer === undefined ? when(nextMany(cursor, bufferSize), next) : next(buffer)),
      close: () => cursor.close(),
    };
  };
  return {
    open: (pass) => when(source.open(pass), (cursor) => shuffling(cursor, pass)),
    cardinality: source.cardinality,
  };
}
