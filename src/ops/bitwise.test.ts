import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { bitwiseAnd, bitwiseInvert, bitwiseLeftShift, bitwiseOr, bitwiseRightShift, bitwiseXor } from './bitwise.ts';
import { expectValues } from './testing/expect.ts';

const int = (values: number[]) => convertToTensor(values, 'int32');
const unsigned = (values: number[]) => convertToTensor(values, 'uint32');

test('bits of integers', () => {
  expectValues(bitwiseAnd(int([12, -1]), int([10, 7])), [8, 7]);
  expectValues(bitwiseOr(int([12, 0]), int([10, 7])), [14, 7]);
  expectValues(bitwiseXor(int([12, -1]), int([10, 0])), [6, -1]);
  expectValues(bitwiseInvert(int([0, -1])), [-1, 0]);
  expectValues(bitwiseInvert(unsigned([0])), [2 ** 32 - 1]);
  expectValues(bitwiseInvert([true, false]), [0, 1]);
});

test('shifts', () => {
  expectValues(bitwiseLeftShift(int([1, 3]), 4), [16, 48]);
  expectValues(bitwiseRightShift(int([-16, 16, -1]), 2), [-4, 4, -1]);
  expectValues(bitwiseRightShift(unsigned([2 ** 31]), 31), [1]);
});

test('floats have no bits here', () => {
  expect(() => bitwiseAnd([1.5], int([1]))).toThrow('integers or booleans');
  expect(() => bitwiseInvert([1.5])).toThrow('Received: x="float32"');
});
