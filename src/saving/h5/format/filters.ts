import { FileError } from '../../../support/file-error.ts';
import { MAX_EXPANSION } from '../../../support/files/max-expansion.ts';
import type { Cursor } from './cursor.ts';

const DEFLATE = 1;
const SHUFFLE = 2;
const CHECKSUM = 3;
const MAX_FILTERS = 32;
const CHECKSUM_BYTES = 4;

/** A step that chunks went through when they were written. */
export interface Filter {
  readonly id: number;
}

/**
 * The steps that chunks went through, in order.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.l
 *
 * @throws FileError for a step that is not known
 */
export function readFilters(cursor: Cursor): Filter[] {
  const version = cursor.u8();
  if (version !== 1 && version !== 2) throw new FileError(`HDF5: filters of version ${version}`);
  const count = cursor.u8();
  if (count > MAX_FILTERS) throw new FileError(`HDF5: ${count} filters`);
  if (version === 1) cursor.skip(6);
  return Array.from({ length: count }, () => {
    const id = cursor.u16();
    const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2);
    const values = cursor.u16();
    cursor.skip(version === 1 ? Math.ceil(nameBytes / 8) * 8 : nameBytes);
    cursor.skip(4 * values + (version === 1 && values % 2 === 1 ? 4 : 0));
    if (id !== DEFLATE && id !== SHUFFLE && id !== CHECKSUM)
      throw new FileError(`HDF5: a dataset is packed with filter ${id}; only gzip, shuffle and fletcher32 are read`);
    return { id };
  });
}

/** Unpacks what deflate has packed, with the header of zlib. */
export type Inflate = (packed: Uint8Array, out: Uint8Array) => Uint8Array;

function unshuffle(bytes: Uint8Array, elementBytes: number): Uint8Array {
  const count = Math.floor(bytes.length / elementBytes);
  const out = bytes.slice();
  for (let byte = 0; byte < elementBytes; byte++)
    for (let i = 0; i < count; i++) out[i * elementBytes + byte] = bytes[byte * count + i] ?? 0;
  return out;
}

/**
 * A chunk as it was before it was filtered.
 *
 * @param mask a bit for each filter that was left out
 * @param size bytes that must come out
 */
export function unfilter(
  packed: Uint8Array,
  filters: readonly Filter[],
  mask: number,
  { size, elementBytes, inflate }: { readonly size: number; readonly elementBytes: number; readonly inflate: Inflate },
): Uint8Array {
  let bytes = packed;
  for (const [i, { id }] of [...filters.entries()].reverse()) {
    if ((mask & (1 << i)) !== 0) continue;
    if (id === CHECKSUM) bytes = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES));
    else if (id === SHUFFLE) bytes = unshuffle(bytes, elementBytes);
    else {
      // Room for a checksum that may have been added before packing.
      const room = size + CHECKSUM_BYTES * filters.length;
      if (size > bytes.length * MAX_EXPANSION) throw new FileError('HDF5: a chunk is too small for what it claims');
      bytes = inflate(bytes, new Uint8Array(room));
    }
  }
  if (bytes.length !== size) throw new FileError('HDF5: a chunk is damaged');
  return bytes;
}
