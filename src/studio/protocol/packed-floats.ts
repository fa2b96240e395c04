/**
 * Many numbers in an answer: Float32 little-endian, in Base64. A third of the size of digits, read at once, and NaN and
 * infinity survive.
 */
export type PackedFloats = string;

/** Bytes that are turned into characters in one call. */
const CHUNK = 0x8000;

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function swapped(bytes: Uint8Array): Uint8Array {
  for (let i = 0; i < bytes.length; i += 4) bytes.subarray(i, i + 4).reverse();
  return bytes;
}

export function packFloats(values: ArrayLike<number>): PackedFloats {
  const plain = new Uint8Array(Float32Array.from(values).buffer);
  const bytes = littleEndian ? plain : swapped(plain);
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) text += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  return btoa(text);
}

export function unpackFloats(packed: PackedFloats): Float32Array {
  const text = atob(packed);
  const bytes = new Uint8Array(text.length - (text.length % 4));
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return new Float32Array((littleEndian ? bytes : swapped(bytes)).buffer);
}
