import { FileError } from '../../../support/file-error.ts';

const utf8 = new TextDecoder();

/** Reads little-endian fields one after the other. */
export class Cursor {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.offset;
  }

  #advance(length: number): number {
    const from = this.offset;
    if (!(length >= 0 && length <= this.left)) throw new FileError('HDF5: a part of it ends too early');
    this.offset += length;
    return from;
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** An unsigned number of any width; beyond 2^53 it is not exact, and larger than anything in a file. */
  uint(width: number): number {
    const from = this.#advance(width);
    let value = 0;
    for (let i = width - 1; i >= 0; i--) value = value * 256 + this.#view.getUint8(from + i);
    return value;
  }

  /** An address; undefined for the one that means "nowhere" (all bits set). */
  address(width: number): number | undefined {
    const bytes = this.#bytes.subarray(this.offset, this.offset + width);
    const value = this.uint(width);
    return bytes.every((byte) => byte === 0xff) ? undefined : value;
  }

  skip(length: number): void {
    this.#advance(length);
  }

  take(length: number): Uint8Array {
    const from = this.#advance(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** Text of a fixed length, which may end earlier with a NUL. */
  text(length: number): string {
    return decodeText(this.take(length));
  }

  /** Four letters that say what follows. */
  expect(signature: string): void {
    if (this.text(signature.length) !== signature)
      throw new FileError(`HDF5: "${signature}" is not where it should be`);
  }
}

/** Text up to the first NUL. */
export function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  // A copy, because shared memory can't be decoded.
  return utf8.decode(bytes.slice(0, end < 0 ? bytes.length : end));
}
