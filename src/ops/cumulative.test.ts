import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { cumprod, cumsum, diff } from './cumulative.ts';
import { arange } from './sequence.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

test('running sums and products', () => {
  expectValues(cumsum(x, 1), [
    [1, 3, 6],
    [4, 9, 15],
  ]);
  expectValues(cumsum(x, { axis: 0 }), [
    [1, 2, 3],
    [5, 7, 9],
  ]);
  expectValues(cumsum(x), [1, 3, 6, 10, 15, 21]);
  expectValues(cumprod(x, 1), [
    [1, 2, 6],
    [4, 20, 120],
  ]);
  expectValues(
    cumsum(arange(100)),
    Array.from({ length: 100 }, (_, i) => (i * (i + 1)) / 2),
  );
  expect(cumsum(convertToTensor([true, true])).dtype).toBe('int32');
  expect(cumsum([1], { dtype: 'int32' }).dtype).toBe('int32');
});

test('differences', () => {
  expectValues(diff([1, 4, 9]), [3, 5]);
  expectValues(diff([1, 4, 9], 2), [2]);
  expectValues(diff(x, { axis: 0 }), [[3, 3, 3]]);
  expectValues(diff([1], { n: 2 }), []);
  expect(() => diff([1], -1)).toThrow('`n` must be an integer');
});

test('gradients agree with differences', () => {
  expectGradient((t) => cumsum(t, 1), [x]);
  expectGradient((t) => cumprod(t, 1), [[[0.5, -1.2, 0.7, 1.1]]]);
  expectGradient((t) => diff(t), [x]);
});
