import { describe, expect, test } from 'vitest';
import { gradients } from '../tensor/gradients.ts';
import { Variable } from '../tensor/variable.ts';
import { square } from './arithmetic.ts';
import {
  cast,
  convertToNumpy,
  convertToTensor,
  copy,
  dtype,
  isTensor,
  ndim,
  saturateCast,
  shape,
  size,
  stopGradient,
  view,
} from './core.ts';
import { sum } from './reduction.ts';
import { expectValues } from './testing/expect.ts';

describe('convertToTensor', () => {
  test('gives numbers float32, booleans bool, and typed arrays their kind', () => {
    expect(convertToTensor([[1, 2]]).dtype).toBe('float32');
    expect(convertToTensor([true]).dtype).toBe('bool');
    expect(convertToTensor(new Uint8Array(2)).dtype).toBe('int32');
    expect(convertToTensor([1], 'int32').dtype).toBe('int32');
    expect(convertToTensor([1], { dtype: 'uint32' }).dtype).toBe('uint32');
  });

  test('refuses unknown dtypes with the nearest', () => {
    // @ts-expect-error no such dtype
    expect(() => convertToTensor([1], 'float33')).toThrow('Did you mean "float32"?');
  });
});

describe('cast', () => {
  test('cuts fractions off and saturates', () => {
    expectValues(cast(convertToTensor([1.9, -1.9, 1e20, Number.NaN]), 'int32'), [1, -1, 2 ** 31 - 1, 0]);
    expectValues(cast([0.1, 0, -2], 'bool'), [1, 0, 1]);
  });

  test('saturateCast limits integers to the range of the new dtype', () => {
    expectValues(saturateCast(convertToTensor([-5, 5], 'int32'), 'uint32'), [0, 5]);
    expectValues(saturateCast(convertToTensor([2 ** 32 - 1], 'uint32'), 'int32'), [2 ** 31 - 1]);
  });

  test('view reads the same bits', () => {
    expectValues(view([1], 'int32'), [0x3f800000]);
  });
});

test('stopGradient stops gradients', () => {
  const v = new Variable([3]);
  const [dv] = gradients(sum(square(stopGradient(v))), [v]);
  expect(dv).toBeNull();
  expectValues(stopGradient(v), [3]);
});

test('facts about tensors', async () => {
  const x = convertToTensor([[1, 2, 3]]);
  expect(shape(x)).toEqual([1, 3]);
  expect(ndim(x)).toBe(2);
  expect(size(x)).toBe(3);
  expect(dtype(x)).toBe('float32');
  expect(dtype('float')).toBe('float32');
  expect(isTensor(x)).toBe(true);
  expect(isTensor([1])).toBe(false);
  expect([...(await convertToNumpy(copy(x)))]).toEqual([1, 2, 3]);
});
