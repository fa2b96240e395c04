const utf8 = new TextEncoder();

/** Writes little-endian fields one after the other: the counterpart of `Cursor`. */
export class FieldWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  /** Makes room, perhaps in a larger buffer, and says where it begins. */
  #advance(count: number): number {
    const from = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.length, 2 * this.#bytes.length));
      larger.set(this.#bytes);
      this.#bytes = larger;
      this.#view = new DataView(larger.buffer);
    }
    return from;
  }

  u8(...values: readonly number[]): this {
    const from = this.#advance(values.length);
    this.#bytes.set(values, from);
    return this;
  }

  u16(...values: readonly number[]): this {
    const from = this.#advance(2 * values.length);
    values.forEach((value, i) => {
      this.#view.setUint16(from + 2 * i, value, true);
    });
    return this;
  }

  u32(...values: readonly number[]): this {
    const from = this.#advance(4 * values.length);
    values.forEach((value, i) => {
      this.#view.setUint32(from + 4 * i, value, true);
    });
    return this;
  }

  /** Lengths and addresses, which have 8 bytes; an address of undefined means "nowhere". */
  u64(...values: readonly (number | undefined)[]): this {
    const from = this.#advance(8 * values.length);
    values.forEach((value, i) => {
      this.#view.setBigUint64(from + 8 * i, value === undefined ? 2n ** 64n - 1n : BigInt(value), true);
    });
    return this;
  }

  put(bytes: Uint8Array): this {
    const from = this.#advance(bytes.length);
    this.#bytes.set(bytes, from);
    return this;
  }

  text(text: string): this {
    return this.put(utf8.encode(text));
  }

  zeros(count: number): this {
    this.#advance(count);
    return this;
  }

  /** Fills up to a multiple of 8 bytes, counted from where this writer began. */
  pad(): this {
    return this.zeros(-this.length & 7);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.length);
  }
}
