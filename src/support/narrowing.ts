import { type DType, isFloat, type TypedArray } from './dtype.ts';
import { isLowFloat } from './low-float.ts';
import { warnOnce } from './warn-once.ts';

/**
 * Warns, once in a process, when numbers of 64 bits are about to lose digits: elements have 32 bits here, as in Keras on
 * JAX. Only a `Float64Array` says that its owner wants 64; lists of numbers are float32 as in Keras. Nobody is warned who
 * asks for fewer bits by name.
 *
 * @param wanted the dtype that was asked for, if any
 */
export function noteNarrowing(values: TypedArray | ArrayLike<number>, wanted?: DType): void {
  if (!(values instanceof Float64Array) || (wanted !== undefined && (isLowFloat(wanted) || !isFloat(wanted)))) return;
  // Of many elements the first ones tell.
  const lost = values.subarray(0, 1000).find((value) => !Object.is(Math.fround(value), value));
  if (lost === undefined) return;
  warnOnce(
    `Elements have 32 bits: a Float64Array is rounded to float32, ${lost} to ${Math.fround(lost)} for example. Pass Float32Array.from(values) to say that this is meant.`,
  );
}
