import { describe, unknownName } from './errors.ts';

/**
 * Element types. Every element takes 32 bits in a backend's memory (a bool is 0 or 1 in an int32), so that a vector
 * register has the same number of lanes for all of them and masks need no widening.
 */
export type DType = 'float32' | 'int32' | 'uint32' | 'bool';

/** Host arrays by dtype; bools are 0 or 1. */
export type HostArray = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Any typed array that a user may hand in; 64-bit and 8-bit elements are converted. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

export const dtypes: readonly DType[] = ['float32', 'int32', 'uint32', 'bool'];

/** Bytes per element, the same for every dtype. */
export const ELEMENT_BYTES = 4;

export const isFloat = (dtype: DType): boolean => dtype === 'float32';

/** Keras's `floatx`: the dtype of weights and of numbers without one. */
export const FLOATX: DType = 'float32';

/** Checks a dtype name; Keras's aliases for the widths that are kept in 32 bits are accepted. */
export function standardizeDtype(name: string): DType {
  if ((dtypes as readonly string[]).includes(name)) return name as DType;
  if (name === 'int' || name === 'int64' || name === 'int16' || name === 'int8') return 'int32';
  if (name === 'uint8' || name === 'uint16') return 'uint32';
  if (name === 'float' || name === 'float64') return 'float32';
  throw unknownName('dtype', name, dtypes);
}

/** An array of `size` zeros that holds elements of `dtype`. */
export function hostArray(dtype: DType, size: number): HostArray {
  switch (dtype) {
    case 'float32':
      return new Float32Array(size);
    case 'int32':
    case 'bool':
      return new Int32Array(size);
    case 'uint32':
      return new Uint32Array(size);
  }
}

/** A view of `size` elements of `dtype` on memory, starting at a byte offset. */
export function hostView<B extends ArrayBufferLike>(
  dtype: DType,
  memory: B,
  byteOffset: number,
  size: number,
): Float32Array<B> | Int32Array<B> | Uint32Array<B> {
  switch (dtype) {
    case 'float32':
      return new Float32Array(memory, byteOffset, size);
    case 'int32':
    case 'bool':
      return new Int32Array(memory, byteOffset, size);
    case 'uint32':
      return new Uint32Array(memory, byteOffset, size);
  }
}

/** The dtype that the elements of a user's typed array become. */
export function dtypeOfArray(array: TypedArray): DType {
  if (array instanceof Float32Array || array instanceof Float64Array) return 'float32';
  if (array instanceof Uint32Array) return 'uint32';
  return 'int32';
}

/** Converts typed-array elements to `dtype` (float to int truncates, anything non-zero is true). */
export function convertArray(values: ArrayLike<number>, dtype: DType): HostArray {
  const out = hostArray(dtype, values.length);
  if (dtype === 'bool') {
    for (let i = 0; i < values.length; i++) out[i] = values[i] ? 1 : 0;
  } else {
    out.set(values);
  }
  return out;
}

const RANK: Record<DType, number> = { bool: 0, uint32: 1, int32: 2, float32: 3 };

/** The dtype of an operation on several operands: bool < uint32 < int32 < float32. */
export function promote(...types: readonly DType[]): DType {
  let best: DType = 'bool';
  for (const type of types) if (RANK[type] > RANK[best]) best = type;
  return best;
}

/** Compile-time reminder that a switch over a union has a case for every member. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${describe(value)}`);
}
