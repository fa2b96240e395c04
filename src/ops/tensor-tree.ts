import type { TypedArray } from '../support/dtype.ts';
import { ArgumentError, describe } from '../support/errors.ts';
import { isPlainRecord } from '../support/plain-record.ts';
import type { ShapedArray } from '../support/shaped-array.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Variable } from '../tensor/variable.ts';

/** Tensors in lists and records. Nested arrays of nothing but numbers are one tensor. */
export type TensorTree = TensorLike | null | readonly TensorTree[] | { readonly [key: string]: TensorTree };

/** What is in nested arrays. */
type Innermost<T> = T extends readonly (infer Item)[] ? Innermost<Item> : T;
type Leaf = Tensor | Variable | TypedArray | ShapedArray | number | boolean;

/** The same with tensors for leaves: what functions of trees get. */
export type AsTensors<T> = T extends Leaf
  ? Tensor
  : T extends readonly unknown[]
    ? [Innermost<T>] extends [number | boolean]
      ? Tensor
      : { readonly [K in keyof T]: AsTensors<T[K]> }
    : T extends null | undefined
      ? T
      : { readonly [K in keyof T]: AsTensors<T[K]> };

/** The same, where a list at the top is one even if it holds only numbers. */
export type ListAsTensors<T> = T extends readonly unknown[]
  ? { readonly [K in keyof T]: AsTensors<T[K]> }
  : AsTensors<T>;

const isList = (x: unknown): x is readonly unknown[] => Array.isArray(x);
const isRecord = (x: unknown): x is { readonly [key: string]: unknown } => isPlainRecord(x) && !isTensorLike(x);

function hasTensors(list: readonly unknown[]): boolean {
  return list.some((item) =>
    isList(item) ? hasTensors(item) : typeof item === 'object' && item !== null && !isList(item),
  );
}

/** A tree taken apart: its leaves as tensors, and how others are put in their places. */
export interface TakenApart {
  readonly leaves: readonly Tensor[];
  readonly rebuild: (leaves: readonly Tensor[]) => unknown;
}

/**
 * Takes a tree apart. Leaves come depth first, records by sorted key, as in Keras.
 *
 * @param name of the argument, for errors
 * @param asTuple whether a list at the top is one even if it holds only numbers
 */
export function takeApart(tree: unknown, name: string, asTuple = false): TakenApart {
  const leaves: Tensor[] = [];
  const walk = (part: unknown, tuple: boolean): ((values: readonly Tensor[]) => unknown) => {
    if (part === undefined || part === null) return () => part;
    const list = isList(part) && (tuple || part.length === 0 || hasTensors(part));
    if (list) {
      const items = part.map((item) => walk(item, false));
      return (values) => items.map((item) => item(values));
    }
    if (isRecord(part)) {
      const items = Object.keys(part)
        .sort()
        .map((key) => [key, walk(part[key], false)] as const);
      return (values) => Object.fromEntries(items.map(([key, item]) => [key, item(values)]));
    }
    if (!isTensorLike(part)) throw new ArgumentError(`\`${name}\` must hold tensors. Received: ${describe(part)}`);
    const position = leaves.push(convertToTensor(part)) - 1;
    return (values) => values[position];
  };
  const rebuild = walk(tree, asTuple);
  return { leaves, rebuild };
}
