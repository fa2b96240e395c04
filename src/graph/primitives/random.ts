import { hostArray } from '../../support/dtype.ts';
import { ArgumentError } from '../../support/errors.ts';
import { at, formatShape, sizeOf } from '../../support/shape.ts';
import type { Rule, RuleTable } from './rule.ts';

/** Rotation amounts and key-schedule constant of Threefry-2x32 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). */
export const THREEFRY_ROTATIONS = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;
export const THREEFRY_PARITY = 0x1bd11bda;

const rotateLeft = (x: number, bits: number) => (x << bits) | (x >>> (32 - bits));

/** Threefry-2x32 with 20 rounds: encrypts the counter (c0, c1) under the key (k0, k1). */
export function threefry(k0: number, k1: number, c0: number, c1: number): [number, number] {
  const keys = [k0, k1, k0 ^ k1 ^ THREEFRY_PARITY] as const;
  let x0 = (c0 + keys[0]) | 0;
  let x1 = (c1 + keys[1]) | 0;
  for (let group = 0; group < 5; group++) {
    for (const bits of at(THREEFRY_ROTATIONS, group % 2)) {
      x0 = (x0 + x1) | 0;
      x1 = rotateLeft(x1, bits) ^ x0;
    }
    x0 = (x0 + at(keys, (group + 1) % 3)) | 0;
    x1 = (x1 + at(keys, (group + 2) % 3) + group + 1) | 0;
  }
  return [x0 >>> 0, x1 >>> 0];
}

const randomBits: Rule<'randomBits'> = {
  infer: (inputs, { shape }) => {
    const key = at(inputs, 0);
    if (key.dtype !== 'uint32' || key.shape.length !== 1 || key.shape[0] !== 2) {
      throw new ArgumentError(
        `Primitive randomBits takes a uint32 key of shape (2,). Received: ${key.dtype} ${formatShape(key.shape)}`,
      );
    }
    return { shape, dtype: 'uint32' };
  },
  vjp: () => [null],
  evaluate: (inputs, _, result) => {
    const key = at(inputs, 0).data;
    const out = hostArray('uint32', sizeOf(result.shape));
    // JAX's partitionable layout: element i encrypts the 64-bit counter i and folds the two words by xor.
    for (let i = 0; i < out.length; i++) {
      const [a, b] = threefry(at(key, 0), at(key, 1), 0, i);
      out[i] = a ^ b;
    }
    return out;
  },
};

export const randomRules: RuleTable<'randomBits'> = { randomBits };
