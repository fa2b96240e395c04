import { FileError } from '../../../support/file-error.ts';
import type { Shape } from '../../../support/shape.ts';
import type { Cursor } from './cursor.ts';

const MAX_RANK = 32;
const NULL_SPACE = 2;

/**
 * A shape; null for "nothing at all".
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.b
 */
export function readDataspace(cursor: Cursor, lengthBytes: number): Shape | null {
  const version = cursor.u8();
  if (version !== 1 && version !== 2) throw new FileError(`HDF5: a shape of version ${version}`);
  const rank = cursor.u8();
  if (rank > MAX_RANK) throw new FileError(`HDF5: a shape of ${rank} axes`);
  cursor.skip(1);
  if (version === 1) cursor.skip(5);
  else if (cursor.u8() === NULL_SPACE) return null;
  return Array.from({ length: rank }, () => cursor.uint(lengthBytes));
}
