import type { TypedArray } from '../../support/dtype.ts';
import type { TensorLike } from '../../tensor/convert.ts';

/** Elements in row-major order together with their shape. */
export interface ShapedData {
  readonly data: TypedArray | readonly number[];
  readonly shape: readonly number[];
}

/**
 * One array whose first axis counts the samples: nested arrays, a tensor, a typed array, typed arrays as rows, or
 * elements with a shape. A flat typed array is cut into samples of the shape that the model takes.
 */
export type ArrayData = TensorLike | ShapedData | readonly TypedArray[];

/** Arrays for a model: one, or several in a list (in the order of inputs or outputs) or by name. */
export type ModelData = ArrayData | readonly ArrayData[] | { readonly [name: string]: ArrayData };

/** One batch of an iterator, `[x, y]` or `[x, y, sampleWeight]`; what generators yield is seldom inferred as a tuple. */
export type BatchData = readonly (ModelData | null)[];

/**
 * Batches one after the other. What can be iterated anew (a list does not count: it is an array) begins again in every
 * epoch, and so does a function that makes iterators; an iterator or a running generator goes on where it stopped.
 */
export type Batches =
  | Iterable<BatchData>
  | AsyncIterable<BatchData>
  | Iterator<BatchData>
  | AsyncIterator<BatchData>
  | (() => Iterable<BatchData> | AsyncIterable<BatchData> | Iterator<BatchData> | AsyncIterator<BatchData>);

const hasMethod = (x: object, name: string | symbol): boolean => typeof Reflect.get(x, name) === 'function';

/** True for what gives batches by itself, as opposed to arrays of samples. */
export function isBatches(x: unknown): x is Batches {
  if (typeof x === 'function') return true;
  if (typeof x !== 'object' || x === null || Array.isArray(x) || ArrayBuffer.isView(x)) return false;
  return hasMethod(x, Symbol.iterator) || hasMethod(x, Symbol.asyncIterator) || hasMethod(x, 'next');
}
