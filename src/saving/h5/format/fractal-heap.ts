import { FileError } from '../../../support/file-error.ts';
import { Cursor } from './cursor.ts';
import type { H5File } from './h5-file.ts';

/** What the header of a heap says. */
interface Heap {
  readonly flags: number;
  /** Bytes of an offset in the heap. */
  readonly offsetBytes: number;
  /** Bytes of a length in the heap. */
  readonly lengthBytes: number;
  readonly width: number;
  readonly startBytes: number;
  readonly maxDirectBytes: number;
  readonly root: number | undefined;
  /** Rows of the table at the root; 0 when the root is a block of data. */
  readonly rows: number;
}

const bytesFor = (limit: number): number => Math.floor(Math.log2(Math.max(1, limit)) / 8) + 1;

function readHeader(file: H5File, address: number): Heap {
  const cursor = file.at(address, 22 + 12 * file.lengthBytes + 3 * file.offsetBytes);
  cursor.expect('FRHP');
  cursor.skip(1 + 2);
  if (cursor.u16() !== 0) throw new FileError('HDF5: a packed heap is not read');
  const flags = cursor.u8();
  const maxManagedBytes = cursor.u32();
  // Huge objects, free space, statistics.
  cursor.skip(10 * file.lengthBytes + 2 * file.offsetBytes);
  const width = cursor.u16();
  const startBytes = cursor.uint(file.lengthBytes);
  const maxDirectBytes = cursor.uint(file.lengthBytes);
  const bits = cursor.u16();
  cursor.skip(2);
  const root = cursor.address(file.offsetBytes);
  const rows = cursor.u16();
  if (width === 0 || startBytes === 0 || rows > 64) throw new FileError('HDF5: a damaged heap');
  return {
    ...{ flags, width, startBytes, maxDirectBytes, root, rows },
    offsetBytes: Math.ceil(bits / 8),
    lengthBytes: bytesFor(Math.min(maxDirectBytes, maxManagedBytes)),
  };
}

/** Bytes of each block in a row: the first two rows have the smallest, then it doubles. */
const blockBytes = (heap: Heap, row: number): number => heap.startBytes * 2 ** Math.max(0, row - 1);

/** The block of data with an offset of the heap, and where that block begins in the heap. */
function findBlock(file: H5File, heap: Heap, wanted: number): { readonly address: number; readonly start: number } {
  let address = heap.root;
  let { rows } = heap;
  let start = 0;
  while (rows > 0 && address !== undefined) {
    let row = 0;
    let rowStart = start;
    while (row < rows && wanted >= rowStart + heap.width * blockBytes(heap, row)) {
      rowStart += heap.width * blockBytes(heap, row);
      row++;
    }
    if (row === rows) break;
    const size = blockBytes(heap, row);
    const column = Math.floor((wanted - rowStart) / size);
    const head = 5 + file.offsetBytes + heap.offsetBytes;
    const place = address + head + (row * heap.width + column) * file.offsetBytes;
    address = file.at(place, file.offsetBytes).address(file.offsetBytes);
    start = rowStart + column * size;
    const indirect = size > heap.maxDirectBytes;
    // A table within has as many rows as its block's size needs, always fewer than the one around.
    const within = indirect ? Math.floor(Math.log2(size / (heap.startBytes * heap.width))) + 1 : 0;
    if (within >= rows && indirect) throw new FileError('HDF5: a damaged heap');
    rows = within;
  }
  if (address === undefined || rows > 0) throw new FileError('HDF5: a heap has nothing where it should');
  return { address, start };
}

/**
 * A fractal heap, where new files keep links and attributes when there are many.
 *
 * Source: HDF5 File Format Specification 3.0, III.G
 *
 * @returns a function from an object's identifier to its bytes
 */
export function openFractalHeap(file: H5File, address: number): (id: Uint8Array) => Uint8Array {
  const heap = readHeader(file, address);
  return (id) => {
    const cursor = new Cursor(id);
    if (((cursor.u8() >> 4) & 3) !== 0) throw new FileError('HDF5: names or attributes of this size are not read');
    const offset = cursor.uint(heap.offsetBytes);
    const length = cursor.uint(heap.lengthBytes);
    const block = findBlock(file, heap, offset);
    return file.at(block.address + offset - block.start, length).take(length);
  };
}
