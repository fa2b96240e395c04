import { FileError } from '../../../support/file-error.ts';
import type { Cursor } from './cursor.ts';
import type { H5File } from './h5-file.ts';

/** What the leaves of a tree point to: entries of a group, or chunks of a dataset. */
export type TreeKind = 'group' | 'chunks';

/**
 * Walks through a B-tree of version 1.
 *
 * Source: HDF5 File Format Specification 3.0, III.A.1
 *
 * @param keyBytes of the keys that stand between children
 * @yields each key with the address of the child behind it
 * @throws FileError when a node is its own ancestor, or where there should be none
 */
export function* walkTree(
  file: H5File,
  address: number,
  kind: TreeKind,
  keyBytes: number,
): Generator<{ readonly key: Cursor; readonly child: number }> {
  const seen = new Set<number>();
  const nodes: { readonly address: number; readonly level: number | null }[] = [{ address, level: null }];
  for (let node = nodes.shift(); node !== undefined; node = nodes.shift()) {
    if (seen.has(node.address)) throw new FileError('HDF5: a tree grows into itself');
    seen.add(node.address);
    const headBytes = 8 + 2 * file.offsetBytes;
    const head = file.at(node.address, headBytes);
    head.expect('TREE');
    if (head.u8() !== (kind === 'group' ? 0 : 1)) throw new FileError('HDF5: a tree of the wrong kind');
    const level = head.u8();
    if (node.level !== null && level !== node.level - 1) throw new FileError('HDF5: a tree with a missing level');
    const entries = head.u16();
    const entryBytes = keyBytes + file.offsetBytes;
    for (let i = 0; i < entries; i++) {
      const entry = file.at(node.address + headBytes + i * entryBytes, entryBytes);
      const key = file.at(node.address + headBytes + i * entryBytes, keyBytes);
      entry.skip(keyBytes);
      const child = entry.uint(file.offsetBytes);
      if (level > 0) nodes.push({ address: child, level });
      else yield { key, child };
    }
  }
}
