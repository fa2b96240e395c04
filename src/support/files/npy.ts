import type { DType, HostArray } from '../dtype.ts';
import { FileError } from '../file-error.ts';
import { type Shape, sizeOf } from '../shape.ts';
import { dtypeOfKind, fileBytes, type NumberKind, readNumbers } from './numbers.ts';

// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const PREAMBLE_BYTES = 10;
const ALIGNMENT = 64;

const descrOf = (values: HostArray, dtype: DType): string => {
  if (dtype === 'float16') return '<f2';
  return values instanceof Float32Array ? '<f4' : values instanceof Int32Array ? '<i4' : '<u4';
};

/**
 * An array as NumPy's `.npy` file. float16 takes 16 bits; NumPy has no bfloat16, whose numbers are written as the float32
 * that they are.
 */
export function writeNpy(values: HostArray, shape: Shape, dtype: DType = 'float32'): Uint8Array<ArrayBuffer> {
  const descr = descrOf(values, dtype);
  const content = dtype === 'float16' ? fileBytes(values, dtype) : fileBytes(values, 'float32');
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const headerBytes = Math.ceil((PREAMBLE_BYTES + text.length + 1) / ALIGNMENT) * ALIGNMENT - PREAMBLE_BYTES;
  const file = new Uint8Array(PREAMBLE_BYTES + headerBytes + content.length);
  file.set([...MAGIC, 1, 0, headerBytes & 0xff, headerBytes >> 8]);
  file.set(new TextEncoder().encode(`${text.padEnd(headerBytes - 1)}\n`), PREAMBLE_BYTES);
  file.set(content, PREAMBLE_BYTES + headerBytes);
  return file;
}

const KINDS: Readonly<Record<string, NumberKind>> = {
  ...{ f8: 'F64', f4: 'F32', f2: 'F16', i8: 'I64', i4: 'I32', i2: 'I16', i1: 'I8' },
  ...{ u8: 'U64', u4: 'U32', u2: 'U16', u1: 'U8', b1: 'BOOL' },
};

/**
 * Reads NumPy's `.npy` file.
 *
 * @throws FileError when it is none, or holds something other than little-endian numbers in row-major order
 */
export function readNpy(bytes: Uint8Array): { readonly values: HostArray; readonly shape: Shape } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || !MAGIC.every((byte, i) => bytes[i] === byte)) throw new FileError('it is no .npy file');
  const long = (bytes[6] ?? 1) > 1;
  const start = long ? 12 : PREAMBLE_BYTES;
  const headerBytes = long ? view.getUint32(8, true) : view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.slice(start, start + headerBytes));
  const kind = KINDS[/'descr':\s*'[<|=]([fiub]\d)'/.exec(header)?.[1] ?? ''];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(header)?.[1];
  if (kind === undefined || shape === undefined || !/'fortran_order':\s*False/.test(header))
    throw new FileError(`its header is not supported: ${header.trim().slice(0, 120)}`);
  const extents = shape
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map(Number);
  const values = readNumbers(kind, bytes.subarray(start + headerBytes), dtypeOfKind(kind));
  if (values.length < sizeOf(extents)) throw new FileError('it ends too early');
  return { values: values.subarray(0, sizeOf(extents)) as HostArray, shape: extents };
}
