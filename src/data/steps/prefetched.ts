import { type Cursor, END, type Maybe, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

/** Asks a cursor for up to `count` elements before they are wanted. */
export function prefetching<T>(cursor: Cursor<T>, count: number): Cursor<T> {
  const ahead: Maybe<T | typeof END>[] = [];
  /** A cursor is asked again only after it has answered. */
  let last: Maybe<T | typeof END> | undefined;
  const ask = (): void => {
    const answer: Maybe<T | typeof END> =
      last instanceof Promise
        ? last.then((element) => (element === END ? END : cursor.next()))
        : last === END
          ? END
          : cursor.next();
    // An error is told to whoever asks for this element; until then nobody listens.
    if (answer instanceof Promise) answer.catch(() => undefined);
    last = answer;
    ahead.push(answer);
  };
  return {
    next: () => {
      while (ahead.length <= count) ask();
      return ahead.shift() ?? END;
    },
    close: () => {
      const closing = () => cursor.close();
      return last instanceof Promise ? last.then(closing, closing) : closing();
    },
  };
}

/** Elements that are read ahead. */
export const prefetched = <T>(source: Recipe<T>, count: number): Recipe<T> => ({
  open: (pass) => when(source.open(pass), (cursor) => prefetching(cursor, count)),
  cardinality: source.cardinality,
});
