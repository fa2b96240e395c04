import { badArgument } from '../../support/errors.ts';
import { type Cursor, END, type Maybe } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

const isRecipe = (x: unknown): x is Recipe<unknown> => typeof x === 'object' && x !== null && 'open' in x;

/** Elements of several sources side by side, as a list or by name; ends with the shortest. */
export function zipped<T>(
  sources: readonly Recipe<unknown>[] | { readonly [name: string]: Recipe<unknown> },
): Recipe<T>;
export function zipped(
  sources: readonly Recipe<unknown>[] | { readonly [name: string]: Recipe<unknown> },
): Recipe<unknown> {
  const names = Object.keys(sources ?? {});
  const recipes = Object.values(sources ?? {});
  if (recipes.length === 0 || !recipes.every(isRecipe)) {
    throw badArgument('datasets', 'a list or a record of datasets', sources);
  }
  const together = (elements: readonly unknown[]): unknown =>
    Array.isArray(sources) ? elements : Object.fromEntries(names.map((name, i) => [name, elements[i]]));
  const side = (cursors: readonly Cursor<unknown>[]): Cursor<unknown> => ({
    next: () => {
      const elements: Maybe<unknown>[] = [];
      let waiting = false;
      for (const cursor of cursors) {
        const element = cursor.next();
        // END is seen at once where it can be, so that later sources lose no element.
        if (element === END) return END;
        waiting ||= element instanceof Promise;
        elements.push(element);
      }
      const finish = (settled: readonly unknown[]) => (settled.includes(END) ? END : together(settled));
      return waiting ? Promise.all(elements).then(finish) : finish(elements);
    },
    close: async () => {
      await Promise.all(cursors.map((cursor) => cursor.close()));
    },
  });
  const known = recipes.map((recipe) => recipe.cardinality);
  return {
    open: (pass) => {
      const cursors = recipes.map((recipe) => recipe.open(pass));
      const ready = cursors.filter((cursor): cursor is Cursor<unknown> => !(cursor instanceof Promise));
      return ready.length === cursors.length ? side(ready) : Promise.all(cursors).then(side);
    },
    cardinality: known.every((n) => n !== null) ? Math.min(...known) : null,
  };
}
