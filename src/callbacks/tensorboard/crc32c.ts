/** Castagnoli's polynomial, reflected (RFC 3720, appendix B.4). */
const POLYNOMIAL = 0x82f63b78;

/** Bytes that one round takes. */
const SLICE = 8;

/**
 * t<k>[byte] is the CRC of that byte followed by k zero bytes, so eight bytes are taken at once ("slicing by 8":
 * Kounavis and Berry, A systematic approach to building high performance software-based CRC generators, 2005).
 */
const t0 = Int32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});
const withZero = (table: Int32Array): Int32Array => table.map((crc) => (t0[crc & 0xff] ?? 0) ^ (crc >>> 8));
const t1 = withZero(t0);
const t2 = withZero(t1);
const t3 = withZero(t2);
const t4 = withZero(t3);
const t5 = withZero(t4);
const t6 = withZero(t5);
const t7 = withZero(t6);

/** What the shift register holds behind these bytes. It begins as -1; the CRC is its complement. */
export function crc32cState(bytes: Uint8Array, start: number, end: number, state = -1): number {
  let crc = state;
  let i = start;
  // Indices stay inside: `as number` says what the checked index type can't.
  for (const last = end - SLICE; i <= last; i += SLICE) {
    crc ^= (bytes[i] as number) | ((bytes[i + 1] as number) << 8) | ((bytes[i + 2] as number) << 16);
    crc ^= (bytes[i + 3] as number) << 24;
    crc =
      (t7[crc & 0xff] as number) ^
      (t6[(crc >>> 8) & 0xff] as number) ^
      (t5[(crc >>> 16) & 0xff] as number) ^
      (t4[crc >>> 24] as number) ^
      (t3[bytes[i + 4] as number] as number) ^
      (t2[bytes[i + 5] as number] as number) ^
      (t1[bytes[i + 6] as number] as number) ^
      (t0[bytes[i + 7] as number] as number);
  }
  for (; i < end; i++) crc = (t0[(crc ^ (bytes[i] as number)) & 0xff] as number) ^ (crc >>> 8);
  return crc;
}

/** The checksum that a state stands for, as TensorFlow's records have it: rotated by 15 bits, plus a constant. */
export function masked(state: number): number {
  const crc = ~state >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** CRC-32C of bytes, masked as TensorFlow's records have it. */
export const maskedCrc32c = (bytes: Uint8Array, start = 0, end = bytes.length): number =>
  masked(crc32cState(bytes, start, end));

/**
 * What `count` zero bytes make of a state. That is linear over GF(2), so it is a table for each of the state's bytes, one
 * behind the other; with `afterZeros` the bytes' number doesn't matter any more.
 */
export function zeroBytes(count: number): Int32Array {
  const zeros = new Uint8Array(count);
  const bits = Int32Array.from({ length: 32 }, (_, bit) => crc32cState(zeros, 0, count, 1 << bit));
  return Int32Array.from({ length: 4 * 256 }, (_, i) => {
    let sum = 0;
    for (let bit = 0; bit < 8; bit++) if ((i >>> bit) & 1) sum ^= bits[8 * (i >>> 8) + bit] ?? 0;
    return sum;
  });
}

/** The state behind the zero bytes of a table. */
export const afterZeros = (table: Int32Array, state: number): number =>
  (table[state & 0xff] as number) ^
  (table[256 + ((state >>> 8) & 0xff)] as number) ^
  (table[512 + ((state >>> 16) & 0xff)] as number) ^
  (table[768 + (state >>> 24)] as number);
