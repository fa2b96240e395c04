import { FileError } from '../../support/file-error.ts';

const SIGNATURE = [0x47, 0x43, 0x4f, 0x4c]; // GCOL
const HEADER_BYTES = 16;

/** Where a global heap may begin: its signature, version 1, three zeros. */
function nextHeap(bytes: Uint8Array, from: number): number {
  const [first = 0, ...rest] = [...SIGNATURE, 1, 0, 0, 0];
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (rest.every((byte, i) => bytes[at + 1 + i] === byte)) return at;
  return -1;
}

/**
 * Walks through the global heaps of an HDF5 file, where texts of any length are kept. The library follows the sizes of
 * the objects there as they are, and never ends when one of them leads nowhere.
 *
 * Source: HDF5 File Format Specification, III.E
 *
 * @throws FileError when an object does not end inside its heap
 */
export function checkHeaps(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let heap = nextHeap(bytes, 0); heap >= 0; heap = nextHeap(bytes, heap + 1)) {
    const size =
      heap + HEADER_BYTES > bytes.length ? Number.POSITIVE_INFINITY : Number(view.getBigUint64(heap + 8, true));
    if (heap + size > bytes.length) throw new FileError('HDF5: a heap is longer than the file');
    const end = heap + size;
    for (let at = heap + HEADER_BYTES; at + HEADER_BYTES <= end; ) {
      const content = Number(view.getBigUint64(at + 8, true));
      // Object 0 is free space, whose size includes its header; that of others is rounded up to eight bytes.
      const free = view.getUint16(at, true) === 0;
      const bytesHere = free ? content : HEADER_BYTES + Math.ceil(content / 8) * 8;
      if (bytesHere < HEADER_BYTES || at + bytesHere > end) throw new FileError('HDF5: a heap is damaged');
      at += bytesHere;
    }
  }
}
