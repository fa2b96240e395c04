import type { TypedArray } from '../../support/dtype.ts';

/** Below this many elements per row a loop is quicker than making a view of the row. */
const SHORT_ROW = 48;

/** Copies the rows `order[start]`, `order[start + 1]`, ... to the front of `target`, converting elements to its type. */
export function gatherRows(
  source: TypedArray,
  rowSize: number,
  order: ArrayLike<number>,
  start: number,
  count: number,
  target: TypedArray,
): void {
  for (let i = 0; i < count; i++) {
    const from = (order[start + i] ?? 0) * rowSize;
    const to = i * rowSize;
    if (rowSize < SHORT_ROW) {
      for (let k = 0; k < rowSize; k++) target[to + k] = source[from + k] ?? 0;
    } else {
      target.set(source.subarray(from, from + rowSize), to);
    }
  }
}
