/** Constants that code reads from memory, each once. */
export class ConstantPool {
  readonly #offsets = new Map<string, number>();
  readonly #bytes: number[] = [];

  /** Offset of a constant, aligned to its size. */
  place(content: ArrayBufferView): number {
    const bytes = [...new Uint8Array(content.buffer, content.byteOffset, content.byteLength)];
    const key = bytes.join();
    const known = this.#offsets.get(key);
    if (known !== undefined) return known;
    while (this.#bytes.length % bytes.length !== 0) this.#bytes.push(0);
    const offset = this.#bytes.length;
    this.#bytes.push(...bytes);
    this.#offsets.set(key, offset);
    return offset;
  }

  float32(value: number): number {
    return this.place(Float32Array.of(value));
  }
  float64(value: number): number {
    return this.place(Float64Array.of(value));
  }
  /** Also unsigned ones: the lowest 32 bits count. */
  int32(value: number): number {
    return this.place(Int32Array.of(value | 0));
  }

  contents(): readonly number[] {
    return this.#bytes;
  }
}
