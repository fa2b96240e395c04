import { FileError } from '../../../support/file-error.ts';
import type { ByteWindow } from '../../../support/files/byte-window.ts';
import { Cursor } from './cursor.ts';

export const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** The bytes of an HDF5 file with what its superblock says about them. */
export interface H5File {
  readonly window: ByteWindow;
  /** Bytes of an address. */
  readonly offsetBytes: number;
  /** Bytes of a length. */
  readonly lengthBytes: number;
  /** The address of the header of the group that holds all others. */
  readonly root: number;
  /** Some bytes, to be read field by field. */
  at(address: number, length: number): Cursor;
}

/** @throws FileError unless it is a width that HDF5 files have */
function checkWidth(width: number): number {
  if (width !== 2 && width !== 4 && width !== 8) throw new FileError(`HDF5: addresses of ${width} bytes`);
  return width;
}

/**
 * Reads the superblock, versions 0 to 3.
 *
 * Source: HDF5 File Format Specification 3.0, II.A
 */
export function openH5File(window: ByteWindow): H5File {
  const at = (address: number, length: number): Cursor => new Cursor(window.read(address, length));
  const cursor = at(0, Math.min(window.size, 128));
  if (!SIGNATURE.every((byte) => cursor.left > 0 && cursor.u8() === byte)) throw new FileError('it is no HDF5 file');
  const version = cursor.u8();
  if (version > 3) throw new FileError(`HDF5: a superblock of version ${version}`);
  const old = version < 2;
  // Versions of other parts.
  if (old) cursor.skip(4);
  const offsetBytes = checkWidth(cursor.u8());
  const lengthBytes = checkWidth(cursor.u8());
  // Sizes of tree nodes, which say nothing that is needed to read; flags.
  if (old) cursor.skip(1 + 2 + 2 + 4 + (version === 1 ? 4 : 0));
  else cursor.skip(1);
  const base = cursor.uint(offsetBytes);
  if (base !== 0) throw new FileError('HDF5: it does not begin at its beginning');
  // Free space, end of the file, driver; or extension and end of the file.
  cursor.skip(offsetBytes * (old ? 3 : 2));
  // In old files a directory entry, which begins with the address of a name.
  if (old) cursor.skip(offsetBytes);
  return { window, offsetBytes, lengthBytes, root: cursor.uint(offsetBytes), at };
}
