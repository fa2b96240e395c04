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

/** Browsers of 2025 and later decode by themselves, many times as fast as a loop that runs for the first time. */
const arrays: { readonly from: unknown; readonly fromBase64?: (text: string) => Uint8Array<ArrayBuffer> } = Uint8Array;

function decoded(packed: string): Uint8Array<ArrayBuffer> {
  if (arrays.fromBase64 !== undefined) return arrays.fromBase64(packed);
  const text = atob(packed);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** What `packFloats` has packed. */
export function unpackFloats(packed: PackedFloats): Float32Array {
  const bytes = decoded(packed);
  const whole = bytes.length - (bytes.length % 4);
  return new Float32Array((littleEndian ? bytes : swapped(bytes)).buffer, 0, whole / 4);
}
