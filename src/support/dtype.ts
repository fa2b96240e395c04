import { describe, unknownName } from './errors.ts';
import { isLowFloat, type LowFloat, roundTo } from './low-float.ts';

/**
 * Element types. Every element takes 32 bits in a backend's memory (a bool is 0 or 1 in an int32), so that a vector
 * register has the same number of lanes for all of them and masks need no widening.
 */
export type DType = PhysicalDType | NarrowDType | LowFloat;

/** Floats: those of 16 bits are kept in a float32 and rounded after each operation (see `graph/physical.ts`). */
export type FloatDType = 'float32' | LowFloat;

/** What backends compute with. */
export type PhysicalDType = 'float32' | 'int32' | 'uint32' | 'bool';

/** Integers that are kept in an int32 and wrap where their own width ends (see `graph/physical.ts`). */
export type NarrowDType = 'int8' | 'int16' | 'uint8' | 'uint16';

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

export const physicalDtypes: readonly PhysicalDType[] = ['float32', 'int32', 'uint32', 'bool'];

export const dtypes: readonly DType[] = [
  'float32',
  'int32',
  'uint32',
  'bool',
  'int8',
  'int16',
  'uint8',
  'uint16',
  'float16',
  'bfloat16',
];

const BITS: Readonly<Record<NarrowDType, 8 | 16>> = { int8: 8, int16: 16, uint8: 8, uint16: 16 };

export const isNarrow = (dtype: DType): dtype is NarrowDType => Object.hasOwn(BITS, dtype);

/** The least and the greatest value of integers. */
export function integerLimits(dtype: Exclude<DType, FloatDType>): readonly [number, number] {
  if (dtype === 'bool') return [0, 1];
  const bits = isNarrow(dtype) ? BITS[dtype] : 32;
  return dtype.startsWith('u') ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/** Bytes per element, the same for every dtype. */
export const ELEMENT_BYTES = 4;

export const isFloat = (dtype: DType): dtype is FloatDType => dtype === 'float32' || isLowFloat(dtype);

/**
 * Checks a dtype name; Keras's aliases for the widths that are kept in 32 bits are accepted.
 *
 * @see https://keras.io/api/utils/python_utils/
 *
 * @example
 * ```ts
 * import { utils } from 'keratin';
 * console.log(utils.standardizeDtype('float')); // => float32
 * ```
 */
export function standardizeDtype(name: string): DType {
  if ((dtypes as readonly string[]).includes(name)) return name as DType;
  if (name === 'int' || name === 'int64') return 'int32';
  if (name === 'float' || name === 'float64') return 'float32';
  throw unknownName('dtype', name, dtypes);
}

/** An array of `size` zeros that holds elements of `dtype`. */
export function hostArray(dtype: DType, size: number): HostArray {
  switch (dtype) {
    case 'float32':
    case 'float16':
    case 'bfloat16':
      return new Float32Array(size);
    case 'int32':
    case 'bool':
    case 'int8':
    case 'int16':
    case 'uint8':
    case 'uint16':
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
    case 'float16':
    case 'bfloat16':
      return new Float32Array(memory, byteOffset, size);
    case 'int32':
    case 'bool':
    case 'int8':
    case 'int16':
    case 'uint8':
    case 'uint16':
      return new Int32Array(memory, byteOffset, size);
    case 'uint32':
      return new Uint32Array(memory, byteOffset, size);
  }
}

/** True for typed arrays of numbers: those of bigints have elements that no dtype holds. */
export const isTypedArray = (x: unknown): x is TypedArray =>
  ArrayBuffer.isView(x) && !(x instanceof DataView) && !(x instanceof BigInt64Array) && !(x instanceof BigUint64Array);

/** The dtype that the elements of a user's typed array become. */
export function dtypeOfArray(array: TypedArray): DType {
  // Newer engines have it; neither the oldest Node that is promised nor the compiler's library does.
  if (String(array[Symbol.toStringTag]) === 'Float16Array') return 'float16';
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
    if (isNarrow(dtype)) for (let i = 0; i < out.length; i++) out[i] = wrapInteger(out[i] ?? 0, dtype);
    if (isLowFloat(dtype)) for (let i = 0; i < out.length; i++) out[i] = roundTo(dtype, out[i] ?? 0);
  }
  return out;
}

/** An integer as the narrower kind keeps it: its lowest bits. */
export function wrapInteger(value: number, dtype: NarrowDType): number {
  const bits = BITS[dtype];
  const low = value & (2 ** bits - 1);
  return dtype.startsWith('u') || low < 2 ** (bits - 1) ? low : low - 2 ** bits;
}

/** Kinds and widths, for promotion: a wider kind takes in a narrower one. */
const WIDTH: Readonly<Record<Exclude<DType, FloatDType | 'bool'>, number>> = {
  int8: 8,
  int16: 16,
  int32: 32,
  uint8: 8,
  uint16: 16,
  uint32: 32,
};
const SIGNED = { 8: 'int8', 16: 'int16', 32: 'int32' } as const;

/** The narrowest dtype for two: a signed one beside an unsigned one must be wider than it, up to int32. */
function promoteTwo(a: DType, b: DType): DType {
  if (a === b || b === 'bool') return a;
  if (a === 'bool') return b;
  if (isFloat(a)) return isFloat(b) ? 'float32' : a;
  if (isFloat(b)) return b;
  const [unsignedA, unsignedB] = [a.startsWith('u'), b.startsWith('u')];
  if (unsignedA === unsignedB) return WIDTH[a] >= WIDTH[b] ? a : b;
  const [unsigned, signed] = unsignedA ? [a, b] : [b, a];
  const bits = Math.min(32, Math.max(WIDTH[signed], 2 * WIDTH[unsigned]));
  return bits === 8 || bits === 16 ? SIGNED[bits] : 'int32';
}

/**
 * The dtype of an operation on several operands, as Keras has it (where it would be int64: int32): bool < unsigned <
 * signed < floats. Integers are wide enough for all values of both; beside a float they take its dtype; float16 and
 * bfloat16 meet in float32.
 */
export const promote = (...types: readonly DType[]): DType => types.reduce<DType>(promoteTwo, 'bool');

/** The dtype of sums and products of many elements: at least 32 bits. */
export function accumulated(dtype: DType): DType {
  if (dtype === 'bool' || dtype === 'int8' || dtype === 'int16') return 'int32';
  return dtype === 'uint8' || dtype === 'uint16' ? 'uint32' : dtype;
}

/** Compile-time reminder that a switch over a union has a case for every member. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${describe(value)}`);
}
