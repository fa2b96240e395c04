import { type DType, type HostArray, hostArray } from '../dtype.ts';
import { decodeLowFloat, encodeLowFloat, isLowFloat, roundTo } from '../low-float.ts';

/** Kinds of numbers in files, as safetensors calls them. */
export const NUMBER_KINDS = [
  ...(['F64', 'F32', 'F16', 'BF16', 'I64', 'I32', 'I16', 'I8'] as const),
  ...(['U64', 'U32', 'U16', 'U8', 'BOOL'] as const),
] as const;

export type NumberKind = (typeof NUMBER_KINDS)[number];

const SIZES: Readonly<Record<NumberKind, number>> = {
  ...{ F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1 },
};

/** The dtype that comes nearest to a kind of numbers. */
export function dtypeOfKind(kind: NumberKind): DType {
  if (kind === 'F16') return 'float16';
  if (kind === 'BF16') return 'bfloat16';
  if (kind === 'BOOL') return 'bool';
  return kind.startsWith('F') ? 'float32' : kind.startsWith('U') ? 'uint32' : 'int32';
}

/** A function that reads the little-endian number at an offset. */
export function numberReader(dtype: NumberKind, view: DataView): (at: number) => number {
  switch (dtype) {
    case 'F64':
      return (at) => view.getFloat64(at, true);
    case 'F32':
      return (at) => view.getFloat32(at, true);
    case 'F16':
      return (at) => decodeLowFloat('float16', view.getUint16(at, true));
    case 'BF16':
      return (at) => decodeLowFloat('bfloat16', view.getUint16(at, true));
    case 'I64':
      return (at) => Number(view.getBigInt64(at, true));
    case 'I32':
      return (at) => view.getInt32(at, true);
    case 'I16':
      return (at) => view.getInt16(at, true);
    case 'I8':
      return (at) => view.getInt8(at);
    case 'U64':
      return (at) => Number(view.getBigUint64(at, true));
    case 'U32':
      return (at) => view.getUint32(at, true);
    case 'U16':
      return (at) => view.getUint16(at, true);
    case 'U8':
    case 'BOOL':
      return (at) => view.getUint8(at);
  }
}

/** Little-endian numbers of any kind as elements of a dtype. */
export function readNumbers(dtype: NumberKind, bytes: Uint8Array, target: DType): HostArray {
  const size = SIZES[dtype];
  const out = hostArray(target, Math.floor(bytes.length / size));
  if (dtype === 'F32' && target === 'float32') {
    new Uint8Array(out.buffer).set(bytes.subarray(0, out.length * size));
    return out;
  }
  const read = numberReader(dtype, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  for (let i = 0; i < out.length; i++) {
    const value = read(i * size);
    out[i] = isLowFloat(target) ? roundTo(target, value) : value;
  }
  return out;
}

/** Elements of a dtype as files hold them: floats of 16 bits in two bytes, all others in four. */
export function fileBytes(values: HostArray, dtype: DType): Uint8Array {
  const elements = isLowFloat(dtype) ? Uint16Array.from(values, (value) => encodeLowFloat(dtype, value)) : values;
  return new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
}
