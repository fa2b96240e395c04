import { ArgumentError } from '../../support/errors.ts';
import { at, range } from '../../support/shape.ts';
import { Shuffler } from '../../support/shuffle.ts';

/** Rows to train on, and rows to judge by. */
export interface Fold {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Splits rows into k parts of nearly the same size, in shuffled order; each part is the validation of one fold. With
 * labels, each class is dealt out to the parts in turn, so that all of them have the same shares of classes (Kohavi,
 * "A study of cross-validation and bootstrap", 1995).
 *
 * @throws ArgumentError when there are fewer rows than folds, or fewer of a class than folds
 */
export function makeFolds(count: number, k: number, seed: number, labels: readonly number[] | null): Fold[] {
  if (count < k) {
    throw new ArgumentError(`\`folds\` must be at most the number of samples, ${count}. Received: folds=${k}`);
  }
  const rows = Array.from(new Shuffler(seed).permutation(count));
  const groups = labels === null ? [rows] : byLabel(rows, labels, k);
  const parts: number[][] = range(k).map(() => []);
  let next = 0;
  for (const group of groups) for (const row of group) at(parts, next++ % k).push(row);
  return parts.map((validation, i) => ({
    train: Int32Array.from(parts.flatMap((part, j) => (j === i ? [] : part))),
    validation: Int32Array.from(validation),
  }));
}

function byLabel(rows: readonly number[], labels: readonly number[], k: number): number[][] {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const label = at(labels, row);
    const group = groups.get(label);
    if (group) group.push(row);
    else groups.set(label, [row]);
  }
  for (const [label, group] of groups) {
    if (group.length >= k) continue;
    throw new ArgumentError(
      `Stratified folds need at least ${k} samples of each class; use fewer \`folds\` or stratify: false. Received: ${group.length} of class ${label}`,
    );
  }
  // In the order of the classes, so that the order of the rows alone decides.
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}
