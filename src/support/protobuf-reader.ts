/** Bytes are no message of Protocol Buffers. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

/** How a field is written. */
export const wireTypes = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;

/** Bytes of a number of 64 bits. */
const LONGEST = 10;

const decoder = new TextDecoder();

/**
 * Reads a message in Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding/), field by field,
 * without copying. Fields that the caller doesn't read are skipped. What doesn't fit throws MalformedMessage.
 *
 * @example
 * const reader = new MessageReader(bytes);
 * while (reader.next()) if (reader.field === 1) name = reader.text();
 */
export class MessageReader {
  readonly data: Uint8Array;
  readonly end: number;
  /** The field that `next` came to. */
  field = 0;
  wire = 0;
  /** Where its value begins, and the length of a value of bytes. */
  at: number;
  length = 0;
  #next: number;

  constructor(data: Uint8Array, start = 0, end = data.length) {
    this.data = data;
    this.at = start;
    this.#next = start;
    this.end = end;
  }

  /** Goes to the next field; false at the end. */
  next(): boolean {
    if (this.#next === this.end) return false;
    const key = this.#varint(this.#next);
    this.field = Math.floor(key / 8);
    this.wire = key % 8;
    this.at = this.#after;
    if (this.field === 0) throw new MalformedMessage('field 0');
    if (this.wire === wireTypes.varint) {
      this.#varint(this.at);
      this.#next = this.#after;
    } else if (this.wire === wireTypes.bytes) {
      this.length = this.#varint(this.at);
      this.at = this.#after;
      this.#next = this.at + this.length;
    } else if (this.wire === wireTypes.fixed64) this.#next = this.at + 8;
    else if (this.wire === wireTypes.fixed32) this.#next = this.at + 4;
    else throw new MalformedMessage(`wire type ${this.wire}`);
    if (this.#next > this.end) throw new MalformedMessage('a field that is longer than its message');
    return true;
  }

  #after = 0;

  #varint(start: number): number {
    let value = 0;
    let scale = 1;
    for (let i = start; i < Math.min(this.end, start + LONGEST); i++) {
      const byte = this.data[i] ?? 0;
      if (i === start + LONGEST - 1) {
        if (byte > 1) break;
        this.#after = i + 1;
        return this.#signed(start);
      }
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        this.#after = i + 1;
        return value;
      }
      scale *= 128;
    }
    throw new MalformedMessage('a number without an end');
  }

  /** All 64 bits, of which the first is the sign. */
  #signed(start: number): number {
    let value = 0n;
    for (let k = 0; k < LONGEST; k++) value |= BigInt((this.data[start + k] ?? 0) & 0x7f) << BigInt(7 * k);
    return Number(BigInt.asIntN(64, value));
  }

  #expect(wire: number): void {
    if (this.wire !== wire) throw new MalformedMessage(`wire type ${this.wire} of field ${this.field}`);
  }

  int(): number {
    this.#expect(wireTypes.varint);
    return this.#varint(this.at);
  }

  float(): number {
    return viewOf(this.data).getFloat32(this.floatAt(), true);
  }

  /** Where a float begins. */
  floatAt(): number {
    this.#expect(wireTypes.fixed32);
    return this.at;
  }

  double(): number {
    this.#expect(wireTypes.fixed64);
    return viewOf(this.data).getFloat64(this.at, true);
  }

  /** A view on the bytes. */
  bytes(): Uint8Array {
    this.#expect(wireTypes.bytes);
    return this.data.subarray(this.at, this.at + this.length);
  }

  text(): string {
    return decoder.decode(this.bytes());
  }

  message(): MessageReader {
    this.#expect(wireTypes.bytes);
    return new MessageReader(this.data, this.at, this.at + this.length);
  }

  /** Adds doubles of a repeated field, packed or single. */
  doublesInto(list: number[]): void {
    if (this.wire === wireTypes.fixed64) list.push(this.double());
    else this.#packed(list, 8, (view, at) => view.getFloat64(at, true));
  }

  /** Adds floats of a repeated field, packed or single. */
  floatsInto(list: number[]): void {
    if (this.wire === wireTypes.fixed32) list.push(this.float());
    else this.#packed(list, 4, (view, at) => view.getFloat32(at, true));
  }

  /** Adds whole numbers of a repeated field, packed or single. */
  intsInto(list: number[]): void {
    if (this.wire === wireTypes.varint) {
      list.push(this.int());
      return;
    }
    this.#expect(wireTypes.bytes);
    const inner = new MessageReader(this.data, this.at, this.at + this.length);
    for (let at = this.at; at < inner.end; at = inner.#after) list.push(inner.#varint(at));
  }

  #packed(list: number[], size: number, read: (view: DataView, at: number) => number): void {
    this.#expect(wireTypes.bytes);
    if (this.length % size !== 0) throw new MalformedMessage('a packed list that is cut');
    const view = viewOf(this.data);
    for (let i = this.at; i < this.at + this.length; i += size) list.push(read(view, i));
  }
}

const viewOf = (data: Uint8Array): DataView => new DataView(data.buffer, data.byteOffset, data.byteLength);
