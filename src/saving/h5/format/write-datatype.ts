import { type DType, type HostArray, isNarrow } from '../../../support/dtype.ts';
import { fileBytes } from '../../../support/files/numbers.ts';
import { FieldWriter } from './field-writer.ts';

/** Version 1 of a class of types, with its bits. */
const typeOf = (kind: number, bits: readonly [number, number], bytes: number): FieldWriter =>
  new FieldWriter().u8(0x10 | kind, ...bits, 0).u32(bytes);

const integer = (bytes: number, signed: boolean): FieldWriter =>
  typeOf(0, [signed ? 8 : 0, 0], bytes).u16(0, 8 * bytes);

/** IEEE 754: fraction, exponent, sign; the first bit of the fraction is implied. */
function float(bytes: number, fractionBits: number): FieldWriter {
  const exponentBits = 8 * bytes - 1 - fractionBits;
  return typeOf(1, [0x20, 8 * bytes - 1], bytes)
    .u16(0, 8 * bytes)
    .u8(fractionBits, exponentBits, 0, fractionBits)
    .u32(2 ** (exponentBits - 1) - 1);
}

/** NumPy's booleans: an enumeration of two bytes by name. */
function boolean(): FieldWriter {
  const type = typeOf(8, [2, 0], 1).put(integer(1, true).finish());
  for (const name of ['FALSE', 'TRUE']) type.text(name.padEnd(8, '\0'));
  return type.u8(0, 1);
}

/** Two bytes of whatever meaning, as Keras writes bfloat16. */
const opaque = (): FieldWriter => typeOf(5, [0, 0], 2);

/** Text of any length in UTF-8, kept in a heap: a variable number of single bytes. */
export const textType = (): Uint8Array => typeOf(9, [1, 1], 16).put(integer(1, false).finish()).finish();

/**
 * The type message for elements of a dtype.
 *
 * Source: HDF5 File Format Specification 3.0, IV.A.2.d
 */
export function numberType(dtype: DType): Uint8Array {
  const message = (): FieldWriter => {
    switch (dtype) {
      case 'float32':
        return float(4, 23);
      case 'float16':
        return float(2, 10);
      case 'bfloat16':
        return opaque();
      case 'bool':
        return boolean();
      case 'int8':
      case 'uint8':
        return integer(1, dtype === 'int8');
      case 'int16':
      case 'uint16':
        return integer(2, dtype === 'int16');
      case 'int32':
      case 'uint32':
        return integer(4, dtype === 'int32');
    }
  };
  return message().finish();
}

/** Host arrays have 32 bits for each element; these types have fewer. */
const NARROW = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
} as const;

/** Elements as that type has them. */
export function elementBytes(values: HostArray, dtype: DType): Uint8Array {
  if (dtype !== 'bool' && !isNarrow(dtype)) return fileBytes(values, dtype);
  return new Uint8Array(NARROW[dtype].from(values).buffer);
}
