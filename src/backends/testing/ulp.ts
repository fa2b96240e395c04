import { convertArray } from '../../support/dtype.ts';
import { at } from '../../support/shape.ts';

/** Distance between neighbouring float32 numbers around x; below the normal numbers that of the subnormals. */
export function ulpOf(x: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.min(Math.abs(x), 3.4028234663852886e38))), -126);
  return 2 ** (exponent - 23);
}

/** Error in units in the last place; infinite when one of the two is NaN and the other isn't. Infinity counts as 2^128. */
export function ulpError(expected: number, actual: number): number {
  if (Number.isNaN(expected) || Number.isNaN(actual))
    return Number.isNaN(expected) && Number.isNaN(actual) ? 0 : Number.POSITIVE_INFINITY;
  const clamp = (x: number) => Math.min(Math.max(x, -(2 ** 128)), 2 ** 128);
  return Math.abs(clamp(actual) - clamp(expected)) / ulpOf(expected);
}

/** Every `step`th of all float32 bit patterns, NaNs included. */
export function everyFloat(step: number): Float32Array {
  const bits = Uint32Array.from({ length: Math.floor(2 ** 32 / step) }, (_, i) => i * step);
  return new Float32Array(bits.buffer);
}

/** Evenly spaced numbers from low to high, and the borders' neighbourhood. */
export function between(low: number, high: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/** The neighbours of numbers at which something happens: `reach` floats on either side. */
export function around(numbers: readonly number[], reach: number): Float32Array {
  return Float32Array.from(
    numbers.flatMap((x) => {
      const bits = new Int32Array(convertArray([x], 'float32').buffer);
      const center = at(bits, 0);
      return Array.from(
        { length: 2 * reach + 1 },
        (_, i) => new Float32Array(Int32Array.of(center + i - reach).buffer)[0] ?? 0,
      );
    }),
  );
}

export const joined = (...parts: readonly Float32Array[]): Float32Array<ArrayBuffer> => {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
};
