/** A message in Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding/), field by field. */
export class Message {
  readonly #pieces: Uint8Array[] = [];
  #size = 0;

  #add(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#size += bytes.length;
  }

  #varint(value: number): void {
    const bytes: number[] = [];
    // Nearly all are keys, lengths and steps, and BigInt takes its time.
    if (value >= 0 && value < 2 ** 31) {
      let rest = value;
      for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
      bytes.push(rest);
    } else {
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
      bytes.push(Number(rest));
    }
    this.#add(Uint8Array.from(bytes));
  }

  /** A whole number. */
  int(field: number, value: number): this {
    this.#varint(field * 8);
    this.#varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#varint(field * 8 + 5);
    this.#add(new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  double(field: number, value: number): this {
    this.#varint(field * 8 + 1);
    this.#add(new Uint8Array(Float64Array.of(value).buffer));
    return this;
  }

  /** A packed list of doubles. */
  doubles(field: number, values: readonly number[]): this {
    return this.bytes(field, new Uint8Array(Float64Array.from(values).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint(field * 8 + 2);
    this.#varint(value.length);
    this.#add(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: Message): this {
    this.#varint(field * 8 + 2);
    this.#varint(value.#size);
    for (const piece of value.#pieces) this.#add(piece);
    return this;
  }

  /** Adds the fields of another message. */
  append(other: Message): this {
    for (const piece of other.#pieces) this.#add(piece);
    return this;
  }

  /** The parts of the encoded message, one behind the other; long ones are not copied. */
  get pieces(): readonly Uint8Array[] {
    return this.#pieces;
  }
}
