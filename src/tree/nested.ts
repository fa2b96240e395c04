import { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';

/** Leaves in lists and records of any depth. */
export type Nested<T> = T | readonly Nested<T>[] | { readonly [key: string]: Nested<T> };

/** True for `{...}`, as opposed to instances of classes. */
export function isRecord(x: unknown): x is { readonly [key: string]: unknown } {
  if (typeof x !== 'object' || x === null || x instanceof Tensor || x instanceof Variable) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}

/** Whether x is a list or a record: anything else is a leaf. */
export const isNested = (x: unknown): boolean => Array.isArray(x) || isRecord(x);

/** The branches of a list or record with their keys, records by sorted key; null for a leaf. */
export function branchesOf(x: unknown): [key: number | string, branch: unknown][] | null {
  if (Array.isArray(x)) return x.map((branch: unknown, i) => [i, branch]);
  if (!isRecord(x)) return null;
  return Object.keys(x)
    .sort()
    .map((key) => [key, x[key]]);
}

/** A list or record like `x` with other branches, in the order of `branchesOf`. */
export function withBranches(x: unknown, branches: readonly unknown[]): unknown {
  if (Array.isArray(x)) return branches;
  const values = new Map((branchesOf(x) ?? []).map(([key], i) => [String(key), branches[i]]));
  // In the order in which the record had its keys.
  return isRecord(x) ? Object.fromEntries(Object.keys(x).map((key) => [key, values.get(key)])) : x;
}
