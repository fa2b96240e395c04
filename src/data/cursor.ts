/** What a cursor gives when there is nothing more. */
export const END: unique symbol = Symbol('end of data');

/** A value that may come at once or later. Most sources are synchronous, and a promise per sample would cost more than the sample. */
export type Maybe<T> = T | Promise<T>;

/** One pass over elements. */
export interface Cursor<T> {
  /** The next element, or END; asked again only after the answer is there. */
  next(): Maybe<T | typeof END>;
  /** Releases files and the like when a pass ends early; called at most once. */
  close(): Maybe<void>;
}

/** Goes on with a value as soon as it is there. */
export function when<T, R>(value: Maybe<T>, use: (value: T) => Maybe<R>): Maybe<R> {
  return value instanceof Promise ? value.then(use) : use(value);
}

/** A cursor over an iterator, synchronous or not. */
export function cursorOf<T>(iterator: Iterator<T> | AsyncIterator<T>): Cursor<T> {
  const take = (result: IteratorResult<T>): T | typeof END => (result.done ? END : result.value);
  return {
    next: () => {
      const result = iterator.next();
      return result instanceof Promise ? result.then(take) : take(result);
    },
    close: () => {
      const ended = iterator.return?.();
      return ended instanceof Promise ? ended.then(() => undefined) : undefined;
    },
  };
}

/** Asks until `test` likes what comes; without growing the stack over long synchronous runs. */
export function nextWhere<T>(cursor: Cursor<T>, test: (element: T) => Maybe<boolean>): Maybe<T | typeof END> {
  for (;;) {
    const element = cursor.next();
    if (element instanceof Promise) return nextWhereLater(cursor, test, element);
    if (element === END) return END;
    const liked = test(element);
    if (liked instanceof Promise) return nextWhereLater(cursor, test, element, liked);
    if (liked) return element;
  }
}

async function nextWhereLater<T>(
  cursor: Cursor<T>,
  test: (element: T) => Maybe<boolean>,
  first: Maybe<T | typeof END>,
  firstLiked?: Promise<boolean>,
): Promise<T | typeof END> {
  let element = await first;
  let liked: Maybe<boolean> | undefined = firstLiked;
  while (element !== END) {
    if (await (liked ?? test(element))) return element;
    liked = undefined;
    element = await cursor.next();
  }
  return END;
}

/** Collects up to `count` elements; fewer at the end. */
export function nextMany<T>(cursor: Cursor<T>, count: number, into: T[] = []): Maybe<T[]> {
  while (into.length < count) {
    const element = cursor.next();
    if (element instanceof Promise) {
      return element.then((settled) => {
        if (settled === END) return into;
        into.push(settled);
        return nextMany(cursor, count, into);
      });
    }
    if (element === END) return into;
    into.push(element);
  }
  return into;
}
