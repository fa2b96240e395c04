import { convertArray, type DType, dtypes, standardizeDtype } from '../../src/support/dtype.ts';
import { sizeOf } from '../../src/support/shape.ts';
import { Storage } from '../../src/tensor/storage.ts';
import { Tensor } from '../../src/tensor/tensor.ts';

/** A tensor as the suite writes it: flat, row-major; NaN and the infinities are strings. */
export interface TensorJson {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | boolean | string)[];
}

export const isTensorJson = (x: unknown): x is TensorJson =>
  typeof x === 'object' &&
  x !== null &&
  'shape' in x &&
  'dtype' in x &&
  'data' in x &&
  Array.isArray(x.shape) &&
  Array.isArray(x.data);

/** Lists of Python numbers (histories) are written as float64; tensors never are. */
const isKnownDtype = (dtype: string): boolean =>
  dtype === 'float64' || dtype === 'complex64' || (dtypes as readonly string[]).includes(dtype);

export const dtypeOf = (json: TensorJson): DType | 'complex64' =>
  json.dtype === 'complex64' ? json.dtype : standardizeDtype(json.dtype);

/** `Number` reads 'NaN', 'Infinity' and '-Infinity' as what they say. */
export const valuesOf = (json: TensorJson): number[] => json.data.map(Number);

export function toTensor(json: TensorJson): Tensor {
  const dtype = dtypeOf(json);
  if (dtype === 'complex64') throw new Error('Complex tensors are only results.');
  if (json.data.length !== sizeOf(json.shape))
    throw new Error(`A tensor of shape ${JSON.stringify(json.shape)} has ${json.data.length} elements.`);
  return new Tensor(Storage.from(convertArray(valuesOf(json), dtype), json.shape, dtype));
}

export const toTensorOrNull = (json: TensorJson | null | undefined): Tensor | null =>
  json === null || json === undefined ? null : toTensor(json);

/** All dtypes that occur in a case and that the library does not have. */
export function unknownDtypes(value: unknown): string[] {
  if (isTensorJson(value)) return isKnownDtype(value.dtype) ? [] : [`dtype ${value.dtype}`];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(unknownDtypes))];
}
