import { type DType, dtypeOfArray, type TypedArray } from '../../support/dtype.ts';
import { ArgumentError, badArgument } from '../../support/errors.ts';
import { at, sizeOf } from '../../support/shape.ts';
import type { ShapedArray } from '../../support/shaped-array.ts';
import { convertToTensor, isTensorLike, type TensorLike } from '../../tensor/convert.ts';
import { cursorOf } from '../cursor.ts';
import type { Recipe } from '../dataset.ts';

/** Samples along the first axis; or strings; or several of these, by name or in a list of tensors or typed arrays. */
export type ArrayTree = TensorLike | readonly string[] | readonly ArrayTree[] | { readonly [name: string]: ArrayTree };

/** One sample of arrays: numbers of one axis alone, strings, arrays with a shape, in the structure of the arrays. */
export type SampleOf<A> = A extends readonly string[]
  ? string
  : A extends TensorLike
    ? number | ShapedArray
    : A extends { readonly [name: string]: ArrayTree }
      ? { [K in keyof A]: SampleOf<A[K]> }
      : unknown;

/** Reads sample i. */
interface Column {
  readonly count: number;
  readonly at: (i: number) => unknown;
}

const isStrings = (x: unknown): x is readonly string[] =>
  Array.isArray(x) && x.length > 0 && x.every((item) => typeof item === 'string');

const ofDtype = (values: TypedArray, dtype: DType): TypedArray =>
  dtypeOfArray(values) === dtype ? values : Float32Array.from(values);

function columnOf(array: TensorLike, name: string): Column {
  // Typed arrays and { data, shape } are read where they lie; the rest is copied once.
  const direct = ArrayBuffer.isView(array) ? { data: array, shape: [array.length] } : array;
  const isDirect = typeof direct === 'object' && 'data' in direct && ArrayBuffer.isView(direct.data);
  const tensor = isDirect ? null : convertToTensor(array);
  const shape = tensor ? tensor.shape : isDirect ? direct.shape : [];
  const [count, ...sample] = shape;
  if (count === undefined) throw badArgument(name, 'samples along a first axis', array);
  const data: TypedArray = tensor
    ? ofDtype(tensor.dataSync(), tensor.dtype)
    : isDirect
      ? direct.data
      : new Float32Array();
  const size = sizeOf(sample);
  if (data.length !== count * size) {
    throw badArgument(`${name}.data`, `of ${count * size} elements, as its shape says`, data);
  }
  if (sample.length === 0) return { count, at: (i) => at(data, i) };
  return { count, at: (i) => ({ data: data.subarray(i * size, (i + 1) * size), shape: sample }) };
}

function read(tree: unknown, name: string): Column {
  if (isStrings(tree)) return { count: tree.length, at: (i) => at(tree, i) };
  const isList =
    Array.isArray(tree) && tree.some((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
  if (!isList && isTensorLike(tree)) return columnOf(tree, name);
  if (typeof tree !== 'object' || tree === null) {
    throw badArgument(name, 'arrays of samples, or a list or record of them', tree);
  }
  const names = Object.keys(tree);
  const columns = Object.values(tree).map((item: unknown, k) =>
    read(item, isList ? `${name}[${k}]` : `${name}.${names[k]}`),
  );
  const [first] = columns;
  if (first === undefined) throw badArgument(name, 'at least one array of samples', tree);
  columns.forEach((column, k) => {
    if (column.count === first.count) return;
    throw new ArgumentError(
      `\`${name}\`: all arrays must have as many samples as the first, ${first.count}. Received: ${column.count} in ${names[k]}`,
    );
  });
  const sample = (i: number) => columns.map((column) => column.at(i));
  return {
    count: first.count,
    at: isList ? sample : (i) => Object.fromEntries(sample(i).map((value, k) => [names[k], value])),
  };
}

/**
 * Samples of arrays, one after the other: with x alone its samples, with more of them lists of one sample each.
 *
 * @throws ArgumentError when what is given is no array, or the arrays differ in their number of samples
 */
export function fromArrays(arrays: readonly ArrayTree[]): Recipe<unknown> {
  const names = ['x', 'y', 'sampleWeight'];
  const columns = arrays.map((array, k) => read(array, names[k] ?? ''));
  const [first] = columns;
  if (first === undefined) throw badArgument('x', 'arrays of samples', undefined);
  columns.forEach((column, k) => {
    if (column.count === first.count) return;
    throw new ArgumentError(
      `\`${names[k]}\` must have as many samples as \`x\`, ${first.count}. Received: ${column.count} samples`,
    );
  });
  const samples = function* () {
    for (let i = 0; i < first.count; i++)
      yield columns.length === 1 ? first.at(i) : columns.map((column) => column.at(i));
  };
  return { open: () => cursorOf(samples()), cardinality: first.count };
}
