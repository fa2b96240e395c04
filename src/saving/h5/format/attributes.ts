import { FileError } from '../../../support/file-error.ts';
import { numberReader } from '../../../support/files/numbers.ts';
import { sizeOf } from '../../../support/shape.ts';
import { walkTree2 } from './b-tree-2.ts';
import { Cursor, decodeText } from './cursor.ts';
import { readDataspace } from './dataspace.ts';
import { type Datatype, readDatatype } from './datatype.ts';
import { openFractalHeap } from './fractal-heap.ts';
import type { H5File } from './h5-file.ts';
import { findMessage, MESSAGE, type Message } from './object-header.ts';
import { reverseElements } from './reverse-elements.ts';

/** Text, a number, or a list of them. */
export type AttributeValue = string | number | readonly (string | number)[];

type TextAt = (address: number, index: number) => Uint8Array;

function readElements(
  cursor: Cursor,
  type: Datatype,
  count: number,
  file: H5File,
  textAt: TextAt,
): (string | number)[] {
  // The bytes are taken first: however many elements are claimed, they are there.
  const content = new Cursor(cursor.take(count * type.bytes));
  const each = <T>(read: () => T): T[] => Array.from({ length: count }, read);
  switch (type.kind) {
    case 'number': {
      const stored = content.take(content.left);
      const bytes = type.bigEndian ? reverseElements(stored, type.bytes) : stored;
      const read = numberReader(type.numbers, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      return Array.from({ length: count }, (_, i) => read(i * type.bytes));
    }
    case 'text':
      return each(() => {
        const text = content.text(type.bytes);
        return type.space ? text.trimEnd() : text;
      });
    case 'long-text':
      return each(() => {
        const length = content.u32();
        const [address, index] = [content.uint(file.offsetBytes), content.u32()];
        if (length === 0) return '';
        const text = textAt(address, index);
        if (text.length < length) throw new FileError('HDF5: a text is longer than its place');
        return decodeText(text.subarray(0, length));
      });
    case 'opaque':
      throw new FileError('HDF5: an attribute is neither text nor numbers');
  }
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

/**
 * An attribute message, versions 1 to 3.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.m
 *
 * @returns its name, and a function that reads the value
 */
function readAttribute(file: H5File, message: Cursor, textAt: TextAt): readonly [string, () => AttributeValue] {
  const version = message.u8();
  if (version < 1 || version > 3) throw new FileError(`HDF5: an attribute of version ${version}`);
  const shared = version === 1 ? 0 : message.u8();
  if (version === 1) message.skip(1);
  const [nameBytes, typeBytes, spaceBytes] = [message.u16(), message.u16(), message.u16()];
  if (version === 3) message.skip(1);
  const part = (length: number): Cursor => new Cursor(message.take(version === 1 ? padded(length) : length));
  const name = decodeText(part(nameBytes).take(nameBytes));
  const [type, space] = [part(typeBytes), part(spaceBytes)];
  const read = (): AttributeValue => {
    if (shared !== 0) throw new FileError(`HDF5: attribute ${name} has a type that others share, which is not read`);
    const shape = readDataspace(space, file.lengthBytes);
    const elements = readElements(message, readDatatype(type), shape === null ? 0 : sizeOf(shape), file, textAt);
    return shape?.length === 0 ? (elements[0] ?? '') : elements;
  };
  return [name, read];
}

/** Records of the tree of attributes: an identifier in the heap, then flags, order and hash. */
const RECORD_TAIL_BYTES = 9;

function* manyAttributes(file: H5File, info: Cursor): Generator<Cursor> {
  info.skip(1);
  const flags = info.u8();
  info.skip((flags & 1) === 0 ? 0 : 2);
  const heap = info.address(file.offsetBytes);
  const tree = info.address(file.offsetBytes);
  if (heap === undefined || tree === undefined) return;
  const objectAt = openFractalHeap(file, heap);
  for (const record of walkTree2(file, tree)) yield new Cursor(objectAt(record.take(record.left - RECORD_TAIL_BYTES)));
}

/** The attributes of an object by name, each to be read when it is asked for. */
export function readAttributes(
  file: H5File,
  messages: readonly Message[],
  textAt: TextAt,
): Map<string, () => AttributeValue> {
  const compact = messages.filter(({ type, shared }) => type === MESSAGE.attribute && !shared);
  const info = findMessage(messages, MESSAGE.attributeInfo);
  const all = [
    ...compact.map(({ content }) => new Cursor(content)),
    ...(info === undefined ? [] : manyAttributes(file, info)),
  ];
  return new Map(all.map((message) => readAttribute(file, message, textAt)));
}
