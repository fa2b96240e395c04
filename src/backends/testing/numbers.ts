/** A deterministic stream of uniform numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Floats at which functions and rounding behave specially. */
export const SPECIAL_FLOATS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  1.5,
  -1.5,
  2.5,
  -2.5,
  0.25,
  -0.75,
  3,
  -4,
  1e-3,
  1e3,
  8388607.5,
  -8388608,
  16777216,
  2147483647,
  -2147483648,
  4294967295,
  1e10,
  -1e10,
  1.17549435e-38,
  1e-40,
  -1e-45,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
  0.49999997,
  -0.49999997,
];

export const SPECIAL_INTS: readonly number[] = [
  0,
  1,
  -1,
  2,
  -2,
  3,
  7,
  -8,
  31,
  32,
  33,
  100,
  -1000,
  65535,
  65536,
  2147483647,
  -2147483648,
  -2147483647,
  1 << 30,
];

export const SPECIAL_UINTS: readonly number[] = [
  0, 1, 2, 3, 7, 31, 32, 33, 65535, 65536, 2147483647, 2147483648, 4294967295, 4294967294, 0xdeadbeef,
];
