import { FileError } from '../file-error.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { type ByteWindow, checkRange, memoryWindow } from '../files/byte-window.ts';
import { MAX_EXPANSION } from '../files/max-expansion.ts';
import { crc32Function } from './crc32.ts';

/** A file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** All bytes, once they are checked. @throws FileError when it is damaged */
  read(): Promise<Uint8Array>;
  /** The bytes for random access, once they are checked; what is not packed is not copied. */
  open(): Promise<ByteWindow>;
}

const END_SIGNATURE = 0x06054b50;
const END64_SIGNATURE = 0x06064b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 0xffff;

const MAX_ENTRIES = 10_000;
const MAX_DIRECTORY_BYTES = 16 * 1024 ** 2;
const MAX_ENTRY_BYTES = 4 * 1024 ** 3;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const damaged = (what: string): FileError => new FileError(`it is no intact zip archive: ${what}`);

async function readExactly(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > source.size)
    throw damaged('it ends too early');
  return source.read(offset, length);
}

/** Where the central directory is, and how many entries it has (APPNOTE 4.3.16, and 4.3.14 for large files). */
async function findDirectory(source: ByteSource): Promise<{ offset: number; bytes: number; count: number }> {
  const tailBytes = Math.min(source.size, END_BYTES + MAX_COMMENT);
  const tail = viewOf(await readExactly(source, source.size - tailBytes, tailBytes));
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END_SIGNATURE || at + END_BYTES + tail.getUint16(at + 20, true) > tail.byteLength)
      continue;
    const [count, bytes, offset] = [
      tail.getUint16(at + 10, true),
      tail.getUint32(at + 12, true),
      tail.getUint32(at + 16, true),
    ];
    if (offset !== 0xffffffff && count !== 0xffff) return { offset, bytes, count };
    const end64 = at >= 20 ? Number(tail.getBigUint64(at - 20 + 8, true)) : -1;
    const large = viewOf(await readExactly(source, end64, 56));
    if (large.getUint32(0, true) !== END64_SIGNATURE) throw damaged('its large directory is missing');
    return {
      count: Number(large.getBigUint64(32, true)),
      bytes: Number(large.getBigUint64(40, true)),
      offset: Number(large.getBigUint64(48, true)),
    };
  }
  throw damaged('it has no directory');
}

/** A name that stays inside the folder to which somebody might unpack the archive. */
function checkName(name: string): void {
  const parts = name.split('/');
  if (name === '' || /[\\\0]/.test(name) || /^[A-Za-z]:/.test(name) || name.startsWith('/') || parts.includes('..'))
    throw new FileError(`it has an entry with a name that is refused: ${JSON.stringify(name)}`);
}

/** 64-bit sizes and offset, where the 32-bit ones are full (APPNOTE 4.5.3). */
function largeFields(extra: DataView, fields: number[]): number[] {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const [id, bytes] = [extra.getUint16(at, true), extra.getUint16(at + 2, true)];
    if (id === 1) {
      let next = at + 4;
      return fields.map((field) => {
        if (field !== 0xffffffff || next + 8 > Math.min(extra.byteLength, at + 4 + bytes)) return field;
        next += 8;
        return Number(extra.getBigUint64(next - 8, true));
      });
    }
    at += 4 + bytes;
  }
  return fields;
}

/**
 * The files in a zip archive, by name. Contents are read when they are asked for, and checked.
 *
 * @throws FileError when it is no archive, or names and sizes are such as no honest archive has
 */
export async function readZip(source: ByteSource): Promise<Map<string, ZipEntry>> {
  const { offset, bytes, count } = await findDirectory(source);
  if (count > MAX_ENTRIES || bytes > MAX_DIRECTORY_BYTES) throw damaged(`its directory claims ${count} entries`);
  const directory = await readExactly(source, offset, bytes);
  const view = viewOf(directory);
  const entries = new Map<string, ZipEntry>();
  for (let i = 0, at = 0; i < count; i++) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY_SIGNATURE)
      throw damaged('its directory is broken');
    const nameBytes = view.getUint16(at + 28, true);
    const extraBytes = view.getUint16(at + 30, true);
    const end = at + ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true);
    if (end > view.byteLength) throw damaged('its directory is broken');
    const name = new TextDecoder().decode(directory.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes).slice());
    checkName(name);
    if (entries.has(name)) throw damaged(`it has two entries named ${JSON.stringify(name)}`);
    const extra = viewOf(directory.subarray(at + ENTRY_BYTES + nameBytes, at + ENTRY_BYTES + nameBytes + extraBytes));
    const [size = 0, packed = 0, start = 0] = largeFields(extra, [
      view.getUint32(at + 24, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 42, true),
    ]);
    const header = { size, packed, start, method: view.getUint16(at + 10, true), crc: view.getUint32(at + 16, true) };
    const encrypted = (view.getUint16(at + 8, true) & 1) !== 0;
    const open = (): Promise<ByteWindow> => openEntry(source, name, { ...header, encrypted });
    const read = async (): Promise<Uint8Array> => (await open()).read(0, size);
    entries.set(name, { name, size, read, open });
    at = end;
  }
  return entries;
}

interface EntryHeader {
  readonly size: number;
  readonly packed: number;
  readonly start: number;
  readonly method: number;
  readonly crc: number;
  readonly encrypted: boolean;
}

const STORED = 0;
const DEFLATED = 8;

/** Bytes that are read at a time to be checked. */
const PIECE_BYTES = 1024 ** 2;

/** The checksum of a part of a file; while a piece is worked on, the next one is read. */
async function checksum(source: ByteSource, offset: number, length: number): Promise<number> {
  const crc32 = await crc32Function();
  // Two buffers in turn: new ones for each piece would be garbage of the size of the file.
  const buffers = [0, 1].map(() => new Uint8Array(Math.min(PIECE_BYTES, length)));
  const piece = (at: number): Promise<Uint8Array> =>
    source.read(offset + at, Math.min(PIECE_BYTES, length - at), buffers[(at / PIECE_BYTES) % 2]);
  let crc = 0;
  let next = piece(0);
  for (let at = 0; at < length; at += PIECE_BYTES) {
    const bytes = await next;
    if (at + PIECE_BYTES < length) next = piece(at + PIECE_BYTES);
    crc = crc32(bytes, crc);
  }
  return crc;
}

/** The bytes of an entry. What is not packed stays where it is until it is read. */
async function openEntry(source: ByteSource, name: string, header: EntryHeader): Promise<ByteWindow> {
  const { size, packed, start, method, crc, encrypted } = header;
  if (encrypted || (method !== STORED && method !== DEFLATED))
    throw damaged(`${name} is packed in a way that is not supported`);
  if (size > MAX_ENTRY_BYTES || size > (method === STORED ? packed : packed * MAX_EXPANSION))
    throw damaged(`${name} claims ${size} bytes, stored in ${packed}`);
  const local = viewOf(await readExactly(source, start, LOCAL_BYTES));
  if (local.getUint32(0, true) !== LOCAL_SIGNATURE) throw damaged(`${name} is not where it should be`);
  const content = start + LOCAL_BYTES + local.getUint16(26, true) + local.getUint16(28, true);
  checkRange(source.size, content, packed);
  if (method === STORED) {
    if (size !== packed || (await checksum(source, content, size)) !== crc) throw damaged(`${name} is damaged`);
    return source.window(content, size);
  }
  const bytes = await inflate(name, await readExactly(source, content, packed), size);
  if (bytes.length !== size || (await crc32Function())(bytes) !== crc) throw damaged(`${name} is damaged`);
  return memoryWindow(bytes);
}

async function inflate(name: string, packed: Uint8Array, size: number): Promise<Uint8Array> {
  const { inflateSync } = await import('fflate');
  try {
    // Never more than was claimed: what a longer content would add has no room.
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw damaged(`${name} is damaged`);
  }
}
