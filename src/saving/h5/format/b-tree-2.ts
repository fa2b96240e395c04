import { FileError } from '../../../support/file-error.ts';
import type { Cursor } from './cursor.ts';
import type { H5File } from './h5-file.ts';

/** Signature, version and kind before, checksum behind. */
const NODE_OVERHEAD = 10;
const NODE_HEAD = 6;

/** Bytes that hold numbers up to a limit. */
const bytesFor = (limit: number): number => Math.floor(Math.log2(Math.max(1, limit)) / 8) + 1;

/** The widths of fields in nodes of each depth, which follow from the sizes of nodes and records. */
function nodeSizes(file: H5File, nodeBytes: number, recordBytes: number, depth: number) {
  const leafRecords = Math.floor((nodeBytes - NODE_OVERHEAD) / recordBytes);
  const countBytes = bytesFor(leafRecords);
  let [total, totalBytes] = [leafRecords, 0];
  const pointers: { readonly countBytes: number; readonly totalBytes: number }[] = [{ countBytes: 0, totalBytes: 0 }];
  for (let level = 1; level <= depth; level++) {
    const pointerBytes = file.offsetBytes + countBytes + totalBytes;
    const records = Math.floor((nodeBytes - NODE_OVERHEAD - pointerBytes) / (recordBytes + pointerBytes));
    pointers.push({ countBytes, totalBytes });
    total = (records + 1) * total + records;
    totalBytes = bytesFor(total);
  }
  return pointers;
}

/**
 * Walks through a B-tree of version 2.
 *
 * Source: HDF5 File Format Specification 3.0, III.A.2
 *
 * @yields the records, each to be read field by field
 * @throws FileError when a node is its own ancestor, or where there should be none
 */
export function* walkTree2(file: H5File, address: number): Generator<Cursor> {
  const header = file.at(address, 22 + file.offsetBytes + file.lengthBytes);
  header.expect('BTHD');
  header.skip(2);
  const nodeBytes = header.u32();
  const recordBytes = header.u16();
  const depth = header.u16();
  header.skip(2);
  const root = header.address(file.offsetBytes);
  const count = header.u16();
  if (root === undefined || count === 0) return;
  if (recordBytes === 0 || nodeBytes > file.window.size || depth > 16) throw new FileError('HDF5: a damaged tree');
  const pointers = nodeSizes(file, nodeBytes, recordBytes, depth);
  const seen = new Set<number>();
  const nodes = [{ address: root, count, depth }];
  for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
    if (seen.has(node.address)) throw new FileError('HDF5: a tree grows into itself');
    seen.add(node.address);
    const { countBytes = 0, totalBytes = 0 } = pointers[node.depth] ?? {};
    const pointerBytes = node.depth === 0 ? 0 : file.offsetBytes + countBytes + totalBytes;
    const size = NODE_HEAD + node.count * recordBytes + (node.count + 1) * pointerBytes;
    const cursor = file.at(node.address, size);
    cursor.expect(node.depth === 0 ? 'BTLF' : 'BTIN');
    for (let i = 0; i < node.count; i++) yield file.at(node.address + NODE_HEAD + i * recordBytes, recordBytes);
    if (node.depth === 0) continue;
    cursor.skip(2 + node.count * recordBytes);
    for (let i = 0; i <= node.count; i++) {
      nodes.push({ address: cursor.uint(file.offsetBytes), count: cursor.uint(countBytes), depth: node.depth - 1 });
      cursor.skip(totalBytes);
    }
  }
}
