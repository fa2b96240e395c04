import { FileError } from '../../../support/file-error.ts';
import { Cursor } from './cursor.ts';
import type { H5File } from './h5-file.ts';

/** Kinds of messages that are looked at (specification IV.A.2). */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** A fact about a group or dataset. */
export interface Message {
  readonly type: number;
  /** It is kept elsewhere, and this only says where. */
  readonly shared: boolean;
  readonly content: Uint8Array;
}

/** A run of messages somewhere in the file. */
interface Block {
  readonly address: number;
  readonly length: number;
}

const SHARED = 2;

/** Reads the messages of a block; blocks that continue it are added to the list. */
function readBlock(cursor: Cursor, prefix: { readonly old: boolean; readonly order: boolean }): Message[] {
  const messages: Message[] = [];
  const headerBytes = prefix.old ? 8 : prefix.order ? 6 : 4;
  while (cursor.left >= headerBytes) {
    const type = prefix.old ? cursor.u16() : cursor.u8();
    const length = cursor.u16();
    const shared = (cursor.u8() & SHARED) !== 0;
    cursor.skip(prefix.old ? 3 : prefix.order ? 2 : 0);
    messages.push({ type, shared, content: cursor.take(length) });
  }
  return messages;
}

/** What a header begins with: where its first messages are, and how they are written. */
function readPrefix(file: H5File, address: number): { first: Block; old: boolean; order: boolean } {
  const old = file.at(address, 1).u8() === 1;
  if (old) {
    const cursor = file.at(address, 16);
    cursor.skip(8);
    return { first: { address: address + 16, length: cursor.u32() }, old, order: false };
  }
  const cursor = file.at(address, 6);
  cursor.expect('OHDR');
  const version = cursor.u8();
  if (version !== 2) throw new FileError(`HDF5: an object header of version ${version}`);
  const flags = cursor.u8();
  // Times, and when attributes are moved elsewhere.
  const skipped = 6 + ((flags & 0x20) === 0 ? 0 : 16) + ((flags & 0x10) === 0 ? 0 : 4);
  const width = 1 << (flags & 3);
  const start = address + skipped + width;
  const length = file.at(address + skipped, width).uint(width);
  return { first: { address: start, length }, old, order: (flags & 4) !== 0 };
}

/**
 * The messages of the object header at an address, in versions 1 and 2.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.1
 *
 * @throws FileError when a block continues in itself, or is beyond the end
 */
export function readObjectHeader(file: H5File, address: number): Message[] {
  const { first, ...prefix } = readPrefix(file, address);
  const messages: Message[] = [];
  const seen = new Set<number>();
  const blocks: Block[] = [first];
  for (let block = blocks.shift(); block !== undefined; block = blocks.shift()) {
    if (seen.has(block.address)) throw new FileError('HDF5: an object header continues in itself');
    seen.add(block.address);
    const cursor = file.at(block.address, block.length);
    for (const message of readBlock(cursor, prefix)) {
      messages.push(message);
      if (message.type !== MESSAGE.continuation) continue;
      const place = new Cursor(message.content);
      const next = { address: place.uint(file.offsetBytes), length: place.uint(file.lengthBytes) };
      // New blocks have a signature before and a checksum behind.
      blocks.push(prefix.old ? next : { address: next.address + 4, length: next.length - 8 });
    }
  }
  return messages;
}

/** The first message of a kind, to be read field by field. */
export function findMessage(messages: readonly Message[], type: number): Cursor | undefined {
  const found = messages.find((message) => message.type === type);
  if (found === undefined) return undefined;
  if (found.shared) throw new FileError('HDF5: types that several datasets share are not read');
  return new Cursor(found.content);
}
