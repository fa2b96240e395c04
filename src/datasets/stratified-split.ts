import { at } from '../support/shape.ts';
import { Shuffler } from '../support/shuffle.ts';

/**
 * Splits row numbers into training and test rows so that each class has the same share in both, each in shuffled
 * order. The same labels, share and seed give the same split everywhere.
 *
 * @param labels the class of each row
 * @param testSplit the share of each class's rows that goes to the test, between 0 and 1; rounded to whole rows
 */
export function stratifiedSplit(
  labels: ArrayLike<number>,
  testSplit: number,
  seed: number,
): { train: number[]; test: number[] } {
  const shuffler = new Shuffler(seed);
  const rows = [...shuffler.permutation(labels.length)];
  const train: number[] = [];
  const test: number[] = [];
  for (const label of new Set(Array.from(labels))) {
    const ofClass = rows.filter((row) => labels[row] === label);
    const count = Math.round(ofClass.length * testSplit);
    test.push(...ofClass.slice(0, count));
    train.push(...ofClass.slice(count));
  }
  const shuffled = (list: readonly number[]) => Array.from(shuffler.permutation(list.length), (i) => at(list, i));
  return { train: shuffled(train), test: shuffled(test) };
}
