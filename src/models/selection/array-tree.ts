import { dtypeOfArray, ELEMENT_BYTES, hostArray, hostView } from '../../support/dtype.ts';
import { at, sizeOf } from '../../support/shape.ts';
import { isShapedArray, type ShapedArray } from '../../support/shaped-array.ts';
import { toBundle } from '../training/bundle.ts';
import { gatherRows } from '../training/gather-rows.ts';
import type { SampleArray } from '../training/sample-array.ts';

/** One array of samples, several in a list, or several by name: plain data, which can be sent to a worker. */
export type ArrayTree = ShapedArray | readonly ShapedArray[] | { readonly [name: string]: ShapedArray };

/** Reads what `fit` takes, into memory that threads can share where there is such memory. */
export function readArrays(value: unknown, argument: string): ArrayTree {
  const bundle = toBundle(value, argument, null);
  const arrays = bundle.arrays.map(shared);
  // A bundle is one array, a list or a record, never deeper.
  return bundle.pack(arrays) as ArrayTree;
}

function shared({ values, shape, dtype }: SampleArray): ShapedArray {
  const memory = typeof SharedArrayBuffer === 'undefined' ? ArrayBuffer : SharedArrayBuffer;
  const data = hostView(dtype, new memory(values.length * ELEMENT_BYTES), 0, values.length);
  data.set(values);
  return { data, shape };
}

/** The arrays of a tree, in order. */
export const leavesOf = (tree: ArrayTree): ShapedArray[] => (isShapedArray(tree) ? [tree] : Object.values(tree));

function rowsOf({ data, shape }: ShapedArray, rows: Int32Array): ShapedArray {
  const size = sizeOf(shape.slice(1));
  const taken = hostArray(dtypeOfArray(data), rows.length * size);
  gatherRows(data, size, rows, 0, rows.length, taken);
  return { data: taken, shape: [rows.length, ...shape.slice(1)] };
}

/** Some rows of all arrays. */
export function takeRows(tree: ArrayTree, rows: Int32Array): ArrayTree {
  if (isShapedArray(tree)) return rowsOf(tree, rows);
  if (Array.isArray(tree)) return tree.map((array: ShapedArray) => rowsOf(array, rows));
  return Object.fromEntries(Object.entries(tree).map(([name, array]) => [name, rowsOf(array, rows)]));
}

/** Each sample's class: whole numbers of one column, or the largest of several that are 0 and 1; otherwise null. */
export function classesOf(tree: ArrayTree): number[] | null {
  const [y, ...others] = leavesOf(tree);
  if (y === undefined || others.length > 0) return null;
  const [count = 0, ...sample] = y.shape;
  const size = sizeOf(sample);
  const values = Array.from(y.data);
  if (!values.every((value) => Number.isInteger(value))) return null;
  if (size === 1) return new Set(values).size <= Math.sqrt(count) + 2 ? values : null;
  if (sample.length !== 1 || !values.every((value) => value === 0 || value === 1)) return null;
  return Array.from({ length: count }, (_, row) => {
    const start = row * size;
    let best = 0;
    for (let k = 1; k < size; k++) if (at(values, start + k) > at(values, start + best)) best = k;
    return best;
  });
}
