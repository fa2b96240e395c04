/**
 * Floats of 16 bits. Where they are computed with, each is a float32 that happens to be one of theirs; here is which
 * float32 that is, and which 16 bits stand for it in a file. Both round to nearest, ties to even (IEEE 754).
 */
export type LowFloat = 'float16' | 'bfloat16';

interface Format {
  /** Bits of a float32's fraction that the format has not. */
  readonly dropped: number;
  /** Exponent of the least normal number. */
  readonly leastExponent: number;
  /** The greatest finite number. */
  readonly max: number;
}

const FORMATS: Readonly<Record<LowFloat, Format>> = {
  float16: { dropped: 13, leastExponent: -14, max: 65504 },
  bfloat16: { dropped: 16, leastExponent: -126, max: (2 - 2 ** -7) * 2 ** 127 },
};

export const isLowFloat = (dtype: string): dtype is LowFloat => Object.hasOwn(FORMATS, dtype);

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

const bitsOf = (value: number): number => {
  float[0] = value;
  return bits[0] ?? 0;
};

const floatOf = (pattern: number): number => {
  bits[0] = pattern;
  return float[0] ?? 0;
};

/** The nearest number that the format has, of a float32; what is too large becomes infinite. */
export function roundTo(dtype: LowFloat, value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single) || single === 0) return single;
  const { dropped, leastExponent, max } = FORMATS[dtype];
  const size = Math.abs(single);
  if (size < 2 ** leastExponent) {
    // Below the normal numbers all have one distance: that of the sum's last bit.
    const shift = 2 ** (leastExponent + dropped);
    const near = Math.fround(Math.fround(size + shift) - shift);
    return single < 0 ? -near : near;
  }
  const pattern = bitsOf(single);
  const odd = (pattern >>> dropped) & 1;
  const rounded = floatOf((pattern + 2 ** (dropped - 1) - 1 + odd) & -(2 ** dropped));
  return Math.abs(rounded) > max ? Math.sign(single) * Number.POSITIVE_INFINITY : rounded;
}

/** The 16 bits that stand for the nearest number of the format. */
export function encodeLowFloat(dtype: LowFloat, value: number): number {
  if (Number.isNaN(value)) return dtype === 'float16' ? 0x7e00 : 0x7fc0;
  const near = roundTo(dtype, value);
  const pattern = bitsOf(near);
  if (dtype === 'bfloat16') return pattern >>> 16;
  const sign = (pattern >>> 16) & 0x8000;
  const size = Math.abs(near);
  if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | (size * 2 ** 24);
  return sign | (((pattern & 0x7fffffff) - ((127 - 15) << 23)) >>> 13);
}

/** The number that 16 bits stand for. */
export function decodeLowFloat(dtype: LowFloat, pattern: number): number {
  if (dtype === 'bfloat16') return floatOf(pattern << 16);
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern >>> 10) & 31;
  const fraction = pattern & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** What `numpy.finfo` says of a float dtype. */
export interface FloatLimits {
  /** The distance from 1 to the next number. */
  readonly eps: number;
  readonly max: number;
  /** The least positive number with all its bits. */
  readonly tiny: number;
}

/** The limits of a float dtype. */
export function floatLimits(dtype: LowFloat | 'float32'): FloatLimits {
  if (dtype === 'float32') return { eps: 2 ** -23, max: (2 - 2 ** -23) * 2 ** 127, tiny: 2 ** -126 };
  const { dropped, leastExponent, max } = FORMATS[dtype];
  return { eps: 2 ** (dropped - 23), max, tiny: 2 ** leastExponent };
}
