import { FileError } from '../../../support/file-error.ts';
import { type Shape, sizeOf } from '../../../support/shape.ts';
import { walkTree } from './b-tree.ts';
import type { Cursor } from './cursor.ts';
import type { H5File } from './h5-file.ts';

/** A piece of a dataset, where it begins in the dataset, and where and how it is in the file. */
export interface Chunk {
  readonly origin: readonly number[];
  readonly address: number;
  readonly bytes: number;
  /** Bits of filters that were left out. */
  readonly mask: number;
}

/** Where the elements of a dataset are. */
export type StorageLayout =
  | { readonly kind: 'compact'; readonly content: Uint8Array }
  /** In one piece; nowhere when nothing was ever written. */
  | { readonly kind: 'contiguous'; readonly address: number | undefined; readonly bytes: number }
  | { readonly kind: 'chunked'; readonly chunkShape: Shape; chunks(shape: Shape): Iterable<Chunk> };

const COMPACT = 0;
const CONTIGUOUS = 1;
const CHUNKED = 2;
const VIRTUAL = 3;

/** Chunks by a tree of version 1: keys are size, filter mask, and the offsets along each axis and within an element. */
function treeOfChunks(file: H5File, address: number | undefined, rank: number): StorageLayout & { kind: 'chunked' } {
  return {
    kind: 'chunked',
    chunkShape: [],
    *chunks() {
      if (address === undefined) return;
      for (const { key, child } of walkTree(file, address, 'chunks', 8 + 8 * (rank + 1))) {
        const [bytes, mask] = [key.u32(), key.u32()];
        yield { origin: Array.from({ length: rank }, () => key.uint(8)), address: child, bytes, mask };
      }
    },
  };
}

const SINGLE = 1;
const IMPLICIT = 2;
const FIXED_ARRAY = 3;

/** The chunks' origins in the order of an index by number. */
function* originsOf(shape: Shape, chunkShape: Shape): Generator<number[]> {
  const counts = shape.map((extent, axis) => Math.ceil(extent / (chunkShape[axis] ?? 1)));
  const total = sizeOf(counts);
  for (let i = 0; i < total; i++) {
    const origin: number[] = [];
    let rest = i;
    for (let axis = counts.length - 1; axis >= 0; axis--) {
      const count = counts[axis] ?? 1;
      origin.unshift((rest % count) * (chunkShape[axis] ?? 1));
      rest = Math.floor(rest / count);
    }
    yield origin;
  }
}

/** Chunks by a fixed array (specification VII.C); long ones, which come in pages, are not read. */
function* fixedArray(file: H5File, header: number, origins: Iterable<number[]>, chunkBytes: number): Generator<Chunk> {
  const cursor = file.at(header, 8 + file.lengthBytes + file.offsetBytes);
  cursor.expect('FAHD');
  cursor.skip(1);
  const filtered = cursor.u8() !== 0;
  const entryBytes = cursor.u8();
  const pageEntries = 2 ** cursor.u8();
  const count = cursor.uint(file.lengthBytes);
  const block = cursor.address(file.offsetBytes);
  if (block === undefined) return;
  if (count > pageEntries) throw unreadIndex();
  const head = 6 + file.offsetBytes;
  const entries = file.at(block, head + count * entryBytes);
  entries.expect('FADB');
  entries.skip(head - 4);
  let left = count;
  for (const origin of origins) {
    if (left-- === 0) return;
    const address = entries.address(file.offsetBytes);
    const bytes = filtered ? entries.uint(entryBytes - file.offsetBytes - 4) : chunkBytes;
    const mask = filtered ? entries.u32() : 0;
    if (address !== undefined) yield { origin, address, bytes, mask };
  }
}

const unreadIndex = (): FileError =>
  new FileError('HDF5: a dataset is cut into chunks that can grow, which is not read: write it with a fixed shape');

/** Chunks of layout version 4, whose index depends on what is known of the shape. */
function newChunks(file: H5File, cursor: Cursor): StorageLayout {
  const flags = cursor.u8();
  const rank = cursor.u8();
  const width = cursor.u8();
  const extents = Array.from({ length: rank }, () => cursor.uint(width));
  const chunkShape = extents.slice(0, -1);
  const chunkBytes = sizeOf(extents);
  const index = cursor.u8();
  const filtered = (flags & 2) !== 0;
  const single =
    index === SINGLE && filtered ? { bytes: cursor.uint(file.lengthBytes), mask: cursor.u32() } : undefined;
  if (index === FIXED_ARRAY) cursor.skip(1);
  if (index !== SINGLE && index !== IMPLICIT && index !== FIXED_ARRAY) throw unreadIndex();
  const address = cursor.address(file.offsetBytes);
  return {
    kind: 'chunked',
    chunkShape,
    *chunks(shape) {
      if (address === undefined) return;
      if (index === SINGLE)
        yield { origin: shape.map(() => 0), address, bytes: single?.bytes ?? chunkBytes, mask: single?.mask ?? 0 };
      else if (index === FIXED_ARRAY) yield* fixedArray(file, address, originsOf(shape, chunkShape), chunkBytes);
      else {
        let next = address;
        for (const origin of originsOf(shape, chunkShape)) {
          yield { origin, address: next, bytes: chunkBytes, mask: 0 };
          next += chunkBytes;
        }
      }
    },
  };
}

/** Layouts of versions 1 and 2, which HDF5 before 1.6 wrote. */
function oldLayout(file: H5File, cursor: Cursor): StorageLayout {
  const rank = cursor.u8();
  const kind = cursor.u8();
  cursor.skip(5);
  const address = kind === COMPACT ? undefined : cursor.address(file.offsetBytes);
  const extents = Array.from({ length: rank }, () => cursor.u32());
  if (kind === COMPACT) return { kind: 'compact', content: cursor.take(cursor.u32()) };
  if (kind === CONTIGUOUS) return { kind: 'contiguous', address, bytes: sizeOf(extents) };
  return { ...treeOfChunks(file, address, rank - 1), chunkShape: extents.slice(0, -1) };
}

/**
 * Where the elements of a dataset are.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.i
 *
 * @throws FileError when they are in other files
 */
export function readStorageLayout(file: H5File, cursor: Cursor): StorageLayout {
  const version = cursor.u8();
  if (version === 1 || version === 2) return oldLayout(file, cursor);
  if (version < 1 || version > 5) throw new FileError(`HDF5: a layout of version ${version}`);
  const kind = cursor.u8();
  switch (kind) {
    case COMPACT:
      return { kind: 'compact', content: cursor.take(cursor.u16()) };
    case CONTIGUOUS:
      return {
        kind: 'contiguous',
        address: cursor.address(file.offsetBytes),
        bytes: cursor.uint(file.lengthBytes),
      };
    case CHUNKED: {
      if (version > 3) return newChunks(file, cursor);
      const rank = cursor.u8();
      const address = cursor.address(file.offsetBytes);
      const extents = Array.from({ length: rank }, () => cursor.u32());
      return { ...treeOfChunks(file, address, rank - 1), chunkShape: extents.slice(0, -1) };
    }
    case VIRTUAL:
      throw new FileError('HDF5: a dataset takes its data from other files, which is refused');
    default:
      throw new FileError(`HDF5: a layout of kind ${kind}`);
  }
}
