import { FileError } from '../../../support/file-error.ts';
import type { H5File } from './h5-file.ts';

const HEAD_BYTES = 16;

/**
 * Where texts of any length are kept: heaps of numbered objects. Each heap is read once.
 *
 * Source: HDF5 File Format Specification 3.0, III.E
 *
 * @returns a function from a heap's address and an object's number to its bytes
 */
export function openGlobalHeaps(file: H5File): (address: number, index: number) => Uint8Array {
  const heaps = new Map<number, ReadonlyMap<number, Uint8Array>>();
  const readHeap = (address: number): Map<number, Uint8Array> => {
    const head = file.at(address, HEAD_BYTES);
    head.expect('GCOL');
    head.skip(4);
    const size = head.uint(file.lengthBytes);
    const cursor = file.at(address, size);
    cursor.skip(8 + file.lengthBytes);
    const objects = new Map<number, Uint8Array>();
    while (cursor.left >= 8 + file.lengthBytes) {
      const index = cursor.u16();
      cursor.skip(6);
      const length = cursor.uint(file.lengthBytes);
      // Object 0 is the free space at the end.
      if (index === 0) break;
      objects.set(index, cursor.take(length));
      cursor.skip(Math.min(cursor.left, -length & 7));
    }
    return objects;
  };
  return (address, index) => {
    let heap = heaps.get(address);
    if (heap === undefined) {
      heap = readHeap(address);
      heaps.set(address, heap);
    }
    const object = heap.get(index);
    if (object === undefined) throw new FileError('HDF5: a text is not where it should be');
    return object;
  };
}
