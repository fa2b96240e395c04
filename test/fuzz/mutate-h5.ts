import type { Shuffler } from '../../src/support/shuffle.ts';

/** The datatype message of float32, little-endian, up to its size (HDF5 File Format Specification IV.A.2.d). */
const FLOAT32 = [0x11, 0x20, 0x1f, 0x00, 0x04, 0x00, 0x00, 0x00];

/** Other types: float64, int32, uint8, text, opaque, compound, reference, enumeration, of variable length, unknown; huge. */
const OTHER_TYPES: readonly (readonly number[])[] = [
  [0x11, 0x20, 0x3f, 0x00, 0x08, 0x00, 0x00, 0x00],
  [0x10, 0x08, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00],
  [0x10, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00],
  ...[3, 5, 6, 7, 8, 9, 10, 15].map((kind) => [0x10 | kind, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00]),
  [0x11, 0x20, 0x1f, 0x00, 0xff, 0xff, 0xff, 0x7f],
  [0x11, 0x20, 0x1f, 0x00, 0x00, 0x00, 0x00, 0x00],
];

const HUGE: readonly bigint[] = [20n, 31n, 32n, 40n, 53n, 62n]
  .map((bits) => 1n << bits)
  .concat([(1n << 32n) - 1n, (1n << 63n) - 1n, (1n << 64n) - 1n]);

/** Numbers below this are sizes and extents, those from here on to the end of the file are addresses. */
const FIRST_ADDRESS = 96n;

const isWord = (byte: number): boolean => (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || byte === 95;

/** Changes of an HDF5 file that its structure suggests: what random flips of bits hit too rarely. */
export function h5Mutations(random: Shuffler): Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> {
  const pick = <T>(items: readonly T[]): T | undefined => items[random.integer(Math.max(0, items.length - 1))];

  /** Replaces some numbers of eight bytes between two bounds by what is made of all of them. */
  const replace = (bytes: Uint8Array, from: bigint, below: bigint, make: (all: readonly bigint[]) => bigint) => {
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    const places: { readonly at: number; readonly value: bigint }[] = [];
    for (let at = 0; at + 8 <= copy.length; at += 4) {
      const value = view.getBigUint64(at, true);
      if (value >= from && value < below) places.push({ at, value });
    }
    const values = places.map(({ value }) => value);
    for (let n = 1 + random.integer(2); n > 0; n--) {
      const place = pick(places);
      if (place !== undefined) view.setBigUint64(place.at, make(values), true);
    }
    return copy;
  };

  return {
    hugeExtents: (bytes) => replace(bytes, 1n, FIRST_ADDRESS, () => pick(HUGE) ?? 0n),
    /** Groups that hold themselves or one another, and members that are elsewhere or twice. */
    cyclicGroups: (bytes) => replace(bytes, FIRST_ADDRESS, BigInt(bytes.length), (all) => pick(all) ?? 0n),
    /** A group or dataset under another name. */
    missingGroups: (bytes) => {
      const copy = bytes.slice();
      const starts = copy.reduce<number[]>((all, byte, i) => {
        if (isWord(byte) && copy[i - 1] === 0 && copy[i + 1] !== undefined) all.push(i);
        return all;
      }, []);
      const at = pick(starts);
      if (at !== undefined) copy[at] = 120;
      return copy;
    },
    wrongTypes: (bytes) => {
      const copy = bytes.slice();
      const places: number[] = [];
      for (let at = 0; at + FLOAT32.length <= copy.length; at++)
        if (FLOAT32.every((byte, i) => copy[at + i] === byte)) places.push(at);
      const at = pick(places);
      if (at !== undefined) copy.set(pick(OTHER_TYPES) ?? [], at);
      return copy;
    },
  };
}
