import { describe, expect, it } from 'vitest';
import { Message } from './protobuf.ts';
import { MalformedMessage, MessageReader } from './protobuf-reader.ts';

const encode = (message: Message): Uint8Array => Uint8Array.from(message.pieces.flatMap((piece) => [...piece]));

describe('MessageReader', () => {
  it('reads what Message writes, and skips what is not asked for', () => {
    const inner = new Message().text(1, 'κέρας');
    const bytes = encode(
      new Message().int(1, 300).int(2, -5).float(3, 0.5).double(4, -1e300).doubles(5, [1, 2]).message(600, inner),
    );
    const reader = new MessageReader(bytes);
    const seen: unknown[] = [];
    const list: number[] = [];
    while (reader.next()) {
      if (reader.field <= 2) seen.push(reader.int());
      else if (reader.field === 4) seen.push(reader.double());
      else if (reader.field === 5) reader.doublesInto(list);
      else if (reader.field === 600) {
        const nested = reader.message();
        while (nested.next()) seen.push(nested.text());
      }
    }
    expect(seen).toEqual([300, -5, -1e300, 'κέρας']);
    expect(list).toEqual([1, 2]);
  });

  it.each([
    ['a number that does not end', [0x08, 0xff]],
    ['a number of eleven bytes', [0x08, ...new Array<number>(10).fill(0xff), 1]],
    ['a field that is longer than its message', [0x0a, 5, 1]],
    ['a double that is cut', [0x09, 1, 2]],
    ['an unknown wire type', [0x0b]],
    ['field 0', [0x00, 0x01]],
  ])('refuses %s', (_, bytes) => {
    const reader = new MessageReader(Uint8Array.from(bytes));
    expect(() => {
      while (reader.next());
    }).toThrow(MalformedMessage);
  });

  it('refuses a value of another kind, and a packed list that is cut', () => {
    const reader = new MessageReader(Uint8Array.from([0x08, 1, 0x12, 3, 1, 2, 3]));
    reader.next();
    expect(() => reader.text()).toThrow(MalformedMessage);
    reader.next();
    expect(() => reader.doublesInto([])).toThrow('cut');
  });
});
