import { ArgumentError, describe } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';

/** One leaf, or leaves in lists and records of any depth: how layers take several inputs and give several outputs. */
export type Structure<T> = T | readonly Structure<T>[] | { readonly [key: string]: Structure<T> };

/**
 * The same structure with each leaf replaced. Leaves are visited depth first, records by sorted key, which is the
 * order in which Keras counts inputs and outputs.
 */
export function mapStructure<T, U>(
  structure: Structure<T>,
  isLeaf: (x: unknown) => x is T,
  change: (leaf: T) => U,
): Structure<U> {
  if (isLeaf(structure)) return change(structure);
  if (Array.isArray(structure)) return structure.map((item: Structure<T>) => mapStructure(item, isLeaf, change));
  if (!isPlainRecord(structure))
    throw new ArgumentError(`Expected tensors in lists or records. Received: ${describe(structure)}`);
  // A record that isn't a leaf holds structures: that is what Structure<T> says, which narrowing by isPlainRecord loses.
  const record = structure as { readonly [key: string]: Structure<T> };
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, mapStructure(record[key] as Structure<T>, isLeaf, change)]),
  );
}

/** The leaves in the order of `mapStructure`. */
export function flattenStructure<T>(structure: Structure<T>, isLeaf: (x: unknown) => x is T): T[] {
  const leaves: T[] = [];
  mapStructure(structure, isLeaf, (leaf) => leaves.push(leaf));
  return leaves;
}

/** Puts other leaves, in the order of `flattenStructure`, into the places of a structure's leaves. */
export function packStructure<T, U>(
  structure: Structure<T>,
  isLeaf: (x: unknown) => x is T,
  leaves: readonly U[],
): Structure<U> {
  let next = 0;
  return mapStructure(structure, isLeaf, () => {
    const leaf = leaves[next++];
    if (leaf === undefined)
      throw new RangeError(`A structure of more than ${leaves.length} leaves. Received: ${leaves.length}`);
    return leaf;
  });
}
