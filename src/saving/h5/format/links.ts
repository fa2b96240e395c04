import { FileError } from '../../../support/file-error.ts';
import { walkTree } from './b-tree.ts';
import { walkTree2 } from './b-tree-2.ts';
import { Cursor, decodeText } from './cursor.ts';
import { openFractalHeap } from './fractal-heap.ts';
import type { H5File } from './h5-file.ts';
import { findMessage, MESSAGE, type Message } from './object-header.ts';

/** What a name in a group leads to: the header of an object in the file, or `'elsewhere'`, which is never followed. */
export type Link = number | 'elsewhere';

/** Longer names are damage: many of them would be the file's size squared. */
const MAX_NAME_BYTES = 4096;
const SOFT_CACHE = 2;
const HARD = 0;
const SYMBOL_NODE_HEAD = 8;

/** Names and links of a group in the old form: a tree of symbol nodes, with the names in a heap of their own. */
function* oldLinks(file: H5File, message: Cursor): Generator<readonly [name: string, link: Link]> {
  const tree = message.uint(file.offsetBytes);
  const heap = file.at(message.uint(file.offsetBytes), 8 + 2 * file.lengthBytes + file.offsetBytes);
  heap.expect('HEAP');
  heap.skip(4);
  const heapBytes = heap.uint(file.lengthBytes);
  heap.skip(file.lengthBytes);
  const names = file.at(heap.uint(file.offsetBytes), heapBytes).take(heapBytes);
  for (const { child } of walkTree(file, tree, 'group', file.lengthBytes)) {
    const head = file.at(child, SYMBOL_NODE_HEAD);
    head.expect('SNOD');
    head.skip(2);
    const count = head.u16();
    const entryBytes = 2 * file.offsetBytes + 24;
    const entries = file.at(child + SYMBOL_NODE_HEAD, count * entryBytes);
    for (let i = 0; i < count; i++) {
      const nameOffset = entries.uint(file.offsetBytes);
      const address = entries.uint(file.offsetBytes);
      const soft = entries.u32() === SOFT_CACHE;
      entries.skip(20);
      if (nameOffset >= names.length) throw new FileError('HDF5: a name is not where it should be');
      yield [decodeText(names.subarray(nameOffset, nameOffset + MAX_NAME_BYTES)), soft ? 'elsewhere' : address];
    }
  }
}

/** A link message (specification IV.A.2.g). */
function readLink(file: H5File, cursor: Cursor): readonly [name: string, link: Link] {
  cursor.skip(1);
  const flags = cursor.u8();
  const type = (flags & 8) === 0 ? HARD : cursor.u8();
  cursor.skip(((flags & 4) === 0 ? 0 : 8) + ((flags & 0x10) === 0 ? 0 : 1));
  const name = cursor.text(Math.min(MAX_NAME_BYTES, cursor.uint(1 << (flags & 3))));
  return [name, type === HARD ? cursor.uint(file.offsetBytes) : 'elsewhere'];
}

/** Records of the tree of names begin with a hash, which comes before the identifier in the heap. */
const NAME_HASH_BYTES = 4;

/** Links of a group that has many: they are in a heap, found through a tree. */
function* manyLinks(file: H5File, info: Cursor): Generator<readonly [name: string, link: Link]> {
  info.skip(1);
  const flags = info.u8();
  info.skip((flags & 1) === 0 ? 0 : 8);
  const heap = info.address(file.offsetBytes);
  const tree = info.address(file.offsetBytes);
  if (heap === undefined || tree === undefined) return;
  const objectAt = openFractalHeap(file, heap);
  for (const record of walkTree2(file, tree)) {
    record.skip(NAME_HASH_BYTES);
    yield readLink(file, new Cursor(objectAt(record.take(record.left))));
  }
}

/** What is in a group, by name; undefined when the messages are not those of a group. */
export function readLinks(file: H5File, messages: readonly Message[]): Map<string, Link> | undefined {
  const table = findMessage(messages, MESSAGE.symbolTable);
  if (table !== undefined) return new Map(oldLinks(file, table));
  const info = findMessage(messages, MESSAGE.linkInfo);
  const links = messages.filter(({ type }) => type === MESSAGE.link);
  if (info === undefined && links.length === 0) return undefined;
  const compact = links.map(({ content }) => readLink(file, new Cursor(content)));
  return new Map([...compact, ...(info === undefined ? [] : manyLinks(file, info))]);
}
