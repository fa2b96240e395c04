import { type DType, dtypeOfArray, hostArray, isFloat, isTypedArray, type TypedArray } from '../../support/dtype.ts';
import { ArgumentError, badArgument, describe } from '../../support/errors.ts';
import { noteNarrowing } from '../../support/narrowing.ts';
import { formatShape, type PartialShape, type Shape, sizeOf } from '../../support/shape.ts';
import { flattenNested, type NestedInput } from '../../tensor/nested.ts';
import { Tensor } from '../../tensor/tensor.ts';
import { Variable } from '../../tensor/variable.ts';
import type { ShapedData } from './data-types.ts';

/** Samples on the host: one typed array, kept as the user gave it, and what its rows become in a batch. */
export interface SampleArray {
  readonly values: TypedArray;
  /** Axis 0 counts the samples. */
  readonly shape: Shape;
  /** Rows are converted to this dtype when they are put into a batch. */
  readonly dtype: DType;
  /** Writes the samples elsewhere, where that is quicker than to ask for `values`. */
  copyTo?(target: TypedArray): void;
}

export const isShapedData = (x: unknown): x is ShapedData =>
  typeof x === 'object' &&
  x !== null &&
  !(x instanceof Tensor) &&
  !(x instanceof Variable) &&
  'data' in x &&
  'shape' in x &&
  Array.isArray(x.shape) &&
  (isTypedArray(x.data) || Array.isArray(x.data));

/** The number of samples. */
export const sampleCount = (array: SampleArray): number => array.shape[0] ?? 0;

/** Elements per sample. */
export const rowSize = (array: SampleArray): number => sizeOf(array.shape.slice(1));

function fromRows(rows: readonly TypedArray[], name: string): SampleArray {
  const width = rows[0]?.length ?? 0;
  const dtype = rows.some((row) => isFloat(dtypeOfArray(row))) ? 'float32' : 'int32';
  const values = hostArray(dtype, rows.length * width);
  rows.forEach((row, i) => {
    if (row.length !== width) {
      throw new ArgumentError(
        `\`${name}\`: rows must have the same length, that of the first is ${width}. Received: a row of ${row.length}`,
      );
    }
    values.set(row, i * width);
  });
  return { values, shape: [rows.length, width], dtype };
}

function fromShaped({ data, shape }: ShapedData, name: string): SampleArray {
  if (!shape.every((n) => Number.isInteger(n) && n >= 0)) {
    throw badArgument(`${name}.shape`, 'a list of whole numbers', shape);
  }
  if (sizeOf(shape) !== data.length) {
    throw new ArgumentError(
      `\`${name}\`: shape ${formatShape(shape)} needs ${sizeOf(shape)} elements. Received: ${data.length}`,
    );
  }
  const values = isTypedArray(data) ? data : Float32Array.from(data);
  return { values, shape, dtype: dtypeOfArray(values) };
}

function convert(value: unknown, name: string): SampleArray {
  if (value instanceof Tensor || value instanceof Variable) {
    return { values: value.dataSync(), shape: value.shape, dtype: value.dtype };
  }
  if (isTypedArray(value)) return { values: value, shape: [value.length], dtype: dtypeOfArray(value) };
  if (isShapedData(value)) return fromShaped(value, name);
  if (!Array.isArray(value)) {
    throw badArgument(name, 'nested arrays, a typed array, { data, shape } or a tensor', value);
  }
  if (value.length > 0 && value.every(isTypedArray)) return fromRows(value, name);
  try {
    // What flattenNested finds that is no number in nested arrays, it refuses.
    const { shape, values, allBoolean } = flattenNested(value as NestedInput);
    return { values: Float32Array.from(values), shape, dtype: allBoolean ? 'bool' : 'float32' };
  } catch (error) {
    if (error instanceof ArgumentError) error.message = `\`${name}\`: ${error.message}`;
    throw error;
  }
}

/**
 * Reads samples from whatever a user may pass.
 *
 * @param name the argument's name, for messages
 * @param sampleShape the shape of one sample, where it is known; a flat typed array is cut into such samples
 * @throws ArgumentError for what is no array, for ragged arrays, and for flat ones that can't be cut
 */
export function toSampleArray(value: unknown, name: string, sampleShape: PartialShape | null = null): SampleArray {
  const array = convert(value, name);
  noteNarrowing(array.values);
  if (array.shape.length === 0) throw badArgument(name, 'an array of samples', value);
  if (array.shape.length !== 1 || sampleShape === null || sampleShape.length === 0) return array;
  const known = sampleShape.filter((n) => n !== null);
  if (known.length !== sampleShape.length) return array;
  const size = sizeOf(known);
  if (size === 0 || array.values.length % size !== 0) {
    if (!isTypedArray(value)) return array;
    throw new ArgumentError(
      `\`${name}\`: a flat array is cut into samples of shape ${formatShape(known)}, ${size} elements each. Received: ${describe(value)}`,
    );
  }
  return { ...array, shape: [array.values.length / size, ...known] };
}

/** The samples from `start` up to `end`, without copying. */
export function sliceSamples(array: SampleArray, start: number, end: number): SampleArray {
  const size = rowSize(array);
  return {
    ...array,
    values: array.values.subarray(start * size, end * size),
    shape: [end - start, ...array.shape.slice(1)],
  };
}
