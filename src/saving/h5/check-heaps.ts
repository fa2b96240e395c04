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
 * @returns the size of each heap, by its address
 * @throws FileError when an object does not end inside its heap
 */
export function checkHeaps(bytes: Uint8Array): Map<number, number> {
  const heaps = new Map<number, number>();
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
    heaps.set(heap, size);
  }
  return heaps;
}

const REFERENCE_BYTES = 16;
/** Between the name of an attribute and its data stand its type and its shape. */
const MAX_DISTANCE = 256;

/**
 * Looks at the lengths of the texts of an attribute: the library makes room for whatever they claim. A text is a
 * length, the address of a heap and a number there.
 *
 * @param count how many texts there are
 * @throws FileError when a text claims to be longer than the heap that it is in
 */
export function checkTexts(bytes: Uint8Array, heaps: ReadonlyMap<number, number>, name: string, count: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const longest = Math.max(0, ...heaps.values());
  const isText = (at: number): boolean => heaps.has(Number(view.getBigUint64(at + 4, true)));
  const wanted = [...new TextEncoder().encode(name), 0];
  for (let at = bytes.indexOf(wanted[0] ?? 0); at >= 0; at = bytes.indexOf(wanted[0] ?? 0, at + 1)) {
    if (!wanted.every((byte, i) => bytes[at + i] === byte)) continue;
    const last = Math.min(at + wanted.length + MAX_DISTANCE, bytes.length - REFERENCE_BYTES);
    for (let text = at + wanted.length; text <= last; text++) {
      if (!isText(text)) continue;
      const end = Math.min(text + count * REFERENCE_BYTES, bytes.length - REFERENCE_BYTES + 1);
      // Another attribute of that name may have fewer texts.
      for (let next = text; next < end && isText(next); next += REFERENCE_BYTES) {
        if (view.getUint32(next, true) > longest)
          throw new FileError(`HDF5: a text of attribute ${name} is longer than its heap`);
      }
      break;
    }
  }
}
