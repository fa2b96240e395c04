import { isPlainRecord } from '../support/plain-record.ts';

/** Leaves in lists and records of any depth. */
export type Nested<T> = T | readonly Nested<T>[] | { readonly [key: string]: Nested<T> };

/**
 * Whether x is a list or a record: anything else is a leaf.
 *
 * @see https://keras.io/api/utils/tree/#is_nested-function
 *
 * @example
 * ```ts
 * import { tree } from 'keratin';
 * console.log(tree.isNested([1]), tree.isNested({ a: 1 }), tree.isNested(1)); // => true true false
 * ```
 */
export const isNested = (x: unknown): boolean => Array.isArray(x) || isPlainRecord(x);

/** The branches of a list or record with their keys, records by sorted key; null for a leaf. */
export function branchesOf(x: unknown): [key: number | string, branch: unknown][] | null {
  if (Array.isArray(x)) return x.map((branch: unknown, i) => [i, branch]);
  if (!isPlainRecord(x)) return null;
  return Object.keys(x)
    .sort()
    .map((key) => [key, x[key]]);
}

/** A list or record like `x` with other branches, in the order of `branchesOf`. */
export function withBranches(x: unknown, branches: readonly unknown[]): unknown {
  if (Array.isArray(x)) return branches;
  const values = new Map((branchesOf(x) ?? []).map(([key], i) => [String(key), branches[i]]));
  // In the order in which the record had its keys.
  return isPlainRecord(x) ? Object.fromEntries(Object.keys(x).map((key) => [key, values.get(key)])) : x;
}
