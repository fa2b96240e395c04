/** A growing byte array with WebAssembly's encodings of numbers. */
export class Bytes {
  #data = new Uint8Array(1024);
  #length = 0;
  readonly #scratch = new DataView(new ArrayBuffer(8));

  get length(): number {
    return this.#length;
  }

  #reserve(extra: number): void {
    if (this.#length + extra <= this.#data.length) return;
    const grown = new Uint8Array(Math.max(this.#data.length * 2, this.#length + extra));
    grown.set(this.#data.subarray(0, this.#length));
    this.#data = grown;
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#data[this.#length++] = value;
    return this;
  }

  bytes(...values: readonly number[]): this {
    for (const value of values) this.byte(value);
    return this;
  }

  append(other: Bytes): this {
    this.#reserve(other.#length);
    this.#data.set(other.#data.subarray(0, other.#length), this.#length);
    this.#length += other.#length;
    return this;
  }

  /** Unsigned LEB128. */
  unsigned(value: number): this {
    let rest = value >>> 0;
    while (rest >= 128) {
      this.byte((rest & 127) | 128);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit integer. */
  signed(value: number): this {
    let rest = value | 0;
    for (;;) {
      const low = rest & 127;
      rest >>= 7;
      if ((rest === 0 && (low & 64) === 0) || (rest === -1 && (low & 64) !== 0)) return this.byte(low);
      this.byte(low | 128);
    }
  }

  float32(value: number): this {
    this.#scratch.setFloat32(0, value, true);
    for (let i = 0; i < 4; i++) this.byte(this.#scratch.getUint8(i));
    return this;
  }

  float64(value: number): this {
    this.#scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(this.#scratch.getUint8(i));
    return this;
  }

  int32(value: number): this {
    return this.bytes(value & 255, (value >> 8) & 255, (value >> 16) & 255, (value >> 24) & 255);
  }

  name(text: string): this {
    const encoded = new TextEncoder().encode(text);
    this.unsigned(encoded.length);
    return this.bytes(...encoded);
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#data.slice(0, this.#length);
  }
}
