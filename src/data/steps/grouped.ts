import { type Cursor, END, nextMany, when } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

interface Grouping {
  readonly size: number;
  readonly shift: number;
  readonly stride: number;
  readonly dropRemainder: boolean;
}

/** How many groups n elements make. */
function groupCount(n: number | null, { size, shift, stride, dropRemainder }: Grouping): number | null {
  if (n === null || n === Infinity) return n;
  const span = (size - 1) * stride + 1;
  return dropRemainder ? Math.max(0, Math.floor((n - span) / shift) + 1) : Math.ceil(n / shift);
}

/** Lists of `size` elements, `stride` apart; the next list begins `shift` elements later. */
export function grouped<T>(source: Recipe<T>, grouping: Grouping): Recipe<T[]> {
  const { size, shift, stride, dropRemainder } = grouping;
  const span = (size - 1) * stride + 1;
  const inGroups = (cursor: Cursor<T>): Cursor<T[]> => {
    /** Elements from the start of the next group on. */
    let held: T[] = [];
    /** Elements between groups that nobody wants. */
    let unwanted = 0;
    const group = (elements: T[]): T[] | typeof END => {
      if (elements.length === 0 || (dropRemainder && elements.length < span)) return END;
      held = elements.slice(shift);
      unwanted = Math.max(0, shift - elements.length);
      return stride === 1 ? elements.slice(0, size) : elements.filter((_, i) => i % stride === 0 && i < span);
    };
    const fill = () => when(nextMany(cursor, span, held), group);
    return {
      next: () => (unwanted === 0 ? fill() : when(nextMany(cursor, unwanted), fill)),
      close: () => cursor.close(),
    };
  };
  return {
    open: (pass) => when(source.open(pass), inGroups),
    cardinality: groupCount(source.cardinality, grouping),
  };
}
