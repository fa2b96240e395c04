import { afterZeros, crc32cState, masked, zeroBytes } from '../../callbacks/tensorboard/crc32c.ts';

/** Bytes of a float32. */
const NUMBER = 4;

/**
 * What all records of a tag have in common behind the step: everything but one float32. Millions of records differ in
 * their time, step and number alone, so one that has this form need not be parsed, and its checksum follows from the few
 * bytes that vary: a CRC is linear, crc(a xor b) = crc(a) xor crc(b) as long as both begin at 0.
 */
export class RecordForm {
  readonly #length: number;
  /** Where the number begins. */
  readonly number: number;
  // Everything but the number as words, the last of each stretch overlapping the one before.
  readonly #places: Int32Array;
  readonly #words: Int32Array;
  /** The state behind these bytes with 0 for the number, from 0 on. */
  readonly #constant: number;
  readonly #wholeTable: Int32Array;
  readonly #numberTable: Int32Array;

  /** A form for bytes with a float32 in them; null for those that are too short to be compared in words. */
  static of(bytes: Uint8Array, number: number): RecordForm | null {
    const behind = bytes.length - number - NUMBER;
    return number < NUMBER || (behind > 0 && behind < NUMBER) ? null : new RecordForm(bytes, number);
  }

  private constructor(bytes: Uint8Array, number: number) {
    const { length } = bytes;
    this.number = number;
    this.#length = length;
    this.#places = Int32Array.from([...wordsIn(0, number), ...wordsIn(number + NUMBER, length)]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, length);
    this.#words = this.#places.map((place) => view.getInt32(place, true));
    const plain = bytes.slice().fill(0, number, number + NUMBER);
    this.#constant = crc32cState(plain, 0, length, 0);
    this.#wholeTable = zeroBytes(length);
    this.#numberTable = zeroBytes(length - number);
  }

  /** Whether bytes have this form. */
  matches(view: DataView, start: number, end: number): boolean {
    if (end - start !== this.#length) return false;
    const places = this.#places;
    const words = this.#words;
    for (let i = 0; i < places.length; i++)
      if (view.getInt32(start + (places[i] as number), true) !== words[i]) return false;
    return true;
  }

  /** The masked checksum of a record from `start` on, of which the bytes from `at` on have this form. */
  checksum(data: Uint8Array, view: DataView, start: number, at: number): number {
    const before = crc32cState(data, start, at);
    const bits = view.getInt32(at + this.number, true);
    return masked(afterZeros(this.#wholeTable, before) ^ afterZeros(this.#numberTable, bits) ^ this.#constant);
  }
}

/** Beginnings of words that cover a stretch of at least one word; none for an empty one. */
function wordsIn(from: number, to: number): number[] {
  const count = Math.ceil((to - from) / NUMBER);
  return Array.from({ length: count }, (_, i) => Math.min(from + NUMBER * i, to - NUMBER));
}
