import { needsPacking } from './lower-pack.ts';
import type { DotShape, Matrix } from './panels.ts';

/** Elements of a right operand from which it matters in which core's cache they lie. */
const WORTH_SPLITTING = 1 << 17;
/** Times as many terms as rows: results then are few beside what is read. */
const LONG_SUM = 16;
const MOST_PARTS = 8;
const SHORTEST_PART = 128;

/**
 * Into how many parts the sums of a product are cut for threads to share, 1 for none: where few rows meet a large right
 * operand. Threads then read rows of it, as they write them in the gradient's update, and each finds in its core's cache
 * what it has left there. The number is even, so that two threads meet in the middle, and depends on shapes alone.
 */
export function sharedParts(shape: DotShape, right: Matrix): number {
  const { batch, m, n, k } = shape;
  if (batch > 1 || needsPacking(shape, right) || n * k < WORTH_SPLITTING || k < LONG_SUM * m) return 1;
  for (let parts = MOST_PARTS; parts > 1; parts -= 2) if (k % parts === 0 && k / parts >= SHORTEST_PART) return parts;
  return 1;
}

/** A product whose sums are cut into parts: the parts are the items of a batch. */
export function inParts(
  shape: DotShape,
  [left, right]: readonly [Matrix, Matrix],
  parts: number,
): { shape: DotShape; operands: readonly [Matrix, Matrix] } {
  const steps = shape.k / parts;
  const items = ({ strides: [, row, column], ...place }: Matrix, step: number): Matrix => ({
    ...place,
    strides: [steps * step, row, column],
  });
  return {
    shape: { ...shape, batch: parts, k: steps },
    operands: [items(left, left.strides[2]), items(right, right.strides[1])],
  };
}
