import { FileError } from '../../../support/file-error.ts';
import type { NumberKind } from '../../../support/files/numbers.ts';
import type { Cursor } from './cursor.ts';

/** What elements are. */
export type Datatype =
  | { readonly kind: 'number'; readonly numbers: NumberKind; readonly bytes: number; readonly bigEndian: boolean }
  /** Text of a fixed length; `space` when it is filled up with spaces. */
  | { readonly kind: 'text'; readonly bytes: number; readonly space: boolean }
  /** Text of any length, kept in a heap. */
  | { readonly kind: 'long-text'; readonly bytes: number }
  /** Anything else: bytes of whatever meaning. */
  | { readonly kind: 'opaque'; readonly bytes: number };

const CLASS = { integer: 0, float: 1, text: 3, bits: 4, enumeration: 8, variable: 9 } as const;
const SPACE_PADDED = 2;
const HALF_EXPONENT_BITS = 5;
const BFLOAT_EXPONENT_BITS = 8;

function floatKind(bytes: number, exponentBits: number): NumberKind | undefined {
  if (bytes === 8) return 'F64';
  if (bytes === 4) return 'F32';
  if (bytes === 2 && exponentBits === HALF_EXPONENT_BITS) return 'F16';
  return bytes === 2 && exponentBits === BFLOAT_EXPONENT_BITS ? 'BF16' : undefined;
}

function integerKind(bytes: number, signed: boolean): NumberKind | undefined {
  const kinds: Readonly<Record<number, readonly [NumberKind, NumberKind]>> = {
    ...{ 1: ['U8', 'I8'], 2: ['U16', 'I16'], 4: ['U32', 'I32'], 8: ['U64', 'I64'] },
  };
  return kinds[bytes]?.[signed ? 1 : 0];
}

/**
 * Reads a datatype.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.d
 */
export function readDatatype(cursor: Cursor): Datatype {
  const first = cursor.u8();
  const bits = cursor.uint(3);
  const bytes = cursor.u32();
  if (bytes === 0) throw new FileError('HDF5: a type without size');
  const bigEndian = (bits & 1) !== 0;
  const number = (numbers: NumberKind | undefined): Datatype =>
    numbers === undefined ? { kind: 'opaque', bytes } : { kind: 'number', numbers, bytes, bigEndian };
  switch (first & 0xf) {
    case CLASS.integer:
      return number(integerKind(bytes, (bits & 8) !== 0));
    case CLASS.bits:
      return number(integerKind(bytes, false));
    case CLASS.float:
      // Offset, precision, place of the exponent.
      cursor.skip(5);
      return number(floatKind(bytes, cursor.u8()));
    case CLASS.text:
      return { kind: 'text', bytes, space: (bits & 0xf) === SPACE_PADDED };
    case CLASS.enumeration:
      // Booleans are one: the numbers below the names count.
      return readDatatype(cursor);
    case CLASS.variable:
      return (bits & 0xf) === 1 ? { kind: 'long-text', bytes } : { kind: 'opaque', bytes };
    default:
      return { kind: 'opaque', bytes };
  }
}
