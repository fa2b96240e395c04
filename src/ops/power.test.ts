import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { hypot, power } from './power.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const int = (values: number[]) => convertToTensor(values, 'int32');
const { NaN: nan } = Number;

test('power', () => {
  expectValues(power([2, -2, 0.5], 2), [4, 4, 0.25]);
  expectValues(power([2, 9], [10, 0.5]), [1024, 3]);
  expect(power(int([3]), 2).dtype).toBe('int32');
  expectValues(power(int([-3]), int([3])), [-27]);
  expectValues(power([-1], [0.5]), [nan]);
});

test('hypot neither overflows nor underflows', () => {
  expectValues(hypot([3, 1e30, 3e-30, 0], [4, 1e30, 4e-30, 0]), [5, Math.SQRT2 * 1e30, 5e-30, 0]);
});

test('gradients agree with differences', () => {
  expectGradient(hypot, [
    [0.3, -1.2, 2.1],
    [1.4, 0.7, -0.9],
  ]);
  expectGradient(power, [
    [0.3, 1.2, 2.1],
    [1.4, 0.7, -0.9],
  ]);
  expectGradient((x) => power(x, 3), [[0.3, -1.2, 2.1]]);
});
