import { FileError } from '../file-error.ts';

/** Bytes for random access at once: a file in memory, or a part of one on disk. */
export interface ByteWindow {
  readonly size: number;
  /** Some bytes, often a view: not to be changed. */
  read(offset: number, length: number): Uint8Array;
  /** Copies bytes to where they are wanted. */
  copy(offset: number, target: Uint8Array): void;
}

/** @throws FileError unless there are so many bytes there */
export function checkRange(size: number, offset: number, length: number): void {
  if (!(Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0))
    throw new FileError(`it has a damaged address or length: ${length} bytes at ${offset}`);
  if (offset + length > size) throw new FileError('it ends too early');
}

/** Bytes that are in memory. */
export function memoryWindow(bytes: Uint8Array): ByteWindow {
  const read = (offset: number, length: number): Uint8Array => {
    checkRange(bytes.length, offset, length);
    return bytes.subarray(offset, offset + length);
  };
  return { size: bytes.length, read, copy: (offset, target) => target.set(read(offset, target.length)) };
}

const BLOCK_BYTES = 16 * 1024;
const MAX_BLOCKS = 256;

/** Reads exactly so many bytes as the target has. */
export type ReadAt = (target: Uint8Array, position: number) => void;

/**
 * A part of a file on disk. What is small is read in blocks, which are kept, since headers of files are read in many
 * small pieces.
 */
export function diskWindow(readAt: ReadAt, start: number, size: number): ByteWindow {
  const blocks = new Map<number, Uint8Array>();
  const blockAt = (index: number): Uint8Array => {
    let block = blocks.get(index);
    if (block === undefined) {
      const offset = index * BLOCK_BYTES;
      block = new Uint8Array(Math.min(BLOCK_BYTES, size - offset));
      readAt(block, start + offset);
      if (blocks.size >= MAX_BLOCKS) blocks.clear();
      blocks.set(index, block);
    }
    return block;
  };
  const copy = (offset: number, target: Uint8Array): void => {
    checkRange(size, offset, target.length);
    readAt(target, start + offset);
  };
  const read = (offset: number, length: number): Uint8Array => {
    checkRange(size, offset, length);
    const [index, within] = [Math.floor(offset / BLOCK_BYTES), offset % BLOCK_BYTES];
    if (within + length <= BLOCK_BYTES && length > 0) return blockAt(index).subarray(within, within + length);
    const bytes = new Uint8Array(length);
    copy(offset, bytes);
    return bytes;
  };
  return { size, read, copy };
}
