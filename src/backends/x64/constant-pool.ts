/** Constants that code reads from memory, each once. */
export class ConstantPool {
  readonly #words = new Map<number, number>();
  readonly #vectors = new Map<number, number>();
  readonly #others = new Map<string, number>();
  #content = new Uint8Array(1024);
  #length = 0;
  /** The bits of a float32. */
  readonly #float = new Float32Array(1);
  readonly #bits = new Int32Array(this.#float.buffer);
  readonly #bytes = new Uint8Array(this.#float.buffer);

  /** Offset of a constant, aligned to its size. */
  place(content: ArrayBufferView): number {
    const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
    const key = bytes.join();
    const known = this.#others.get(key);
    if (known !== undefined) return known;
    const offset = this.#append(bytes);
    this.#others.set(key, offset);
    return offset;
  }

  float32(value: number): number {
    this.#float[0] = value;
    return this.int32(this.#bits[0] ?? 0);
  }

  float64(value: number): number {
    return this.place(Float64Array.of(value));
  }

  /** Also unsigned ones: the lowest 32 bits count. */
  int32(value: number): number {
    const word = value | 0;
    let offset = this.#words.get(word);
    if (offset === undefined) {
      this.#bits[0] = word;
      offset = this.#append(this.#bytes);
      this.#words.set(word, offset);
    }
    return offset;
  }

  /** The same 32 bits in each of 8 lanes. */
  int32x8(value: number): number {
    const word = value | 0;
    let offset = this.#vectors.get(word);
    if (offset === undefined) {
      offset = this.#append(new Uint8Array(new Int32Array(8).fill(word).buffer));
      this.#vectors.set(word, offset);
    }
    return offset;
  }

  float32x8(value: number): number {
    this.#float[0] = value;
    return this.int32x8(this.#bits[0] ?? 0);
  }

  contents(): Uint8Array {
    return this.#content.subarray(0, this.#length);
  }

  #append(bytes: Uint8Array): number {
    const offset = Math.ceil(this.#length / bytes.length) * bytes.length;
    if (offset + bytes.length > this.#content.length) {
      const grown = new Uint8Array(2 * (offset + bytes.length));
      grown.set(this.#content);
      this.#content = grown;
    }
    this.#content.set(bytes, offset);
    this.#length = offset + bytes.length;
    return offset;
  }
}
