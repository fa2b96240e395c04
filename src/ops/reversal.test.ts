import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { flip, fliplr, flipud, rot90 } from './reversal.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

test('reversal and rotation', () => {
  expectValues(flip([1, 2]), [2, 1]);
  expectValues(flip(x, 1), [
    [3, 2, 1],
    [6, 5, 4],
  ]);
  expectValues(fliplr(x), [
    [3, 2, 1],
    [6, 5, 4],
  ]);
  expectValues(flipud(x), [
    [4, 5, 6],
    [1, 2, 3],
  ]);
  expectValues(rot90(x), [
    [3, 6],
    [2, 5],
    [1, 4],
  ]);
  expectValues(rot90(x, 2), [
    [6, 5, 4],
    [3, 2, 1],
  ]);
  expectValues(rot90(x, { k: -1 }), [
    [4, 1],
    [5, 2],
    [6, 3],
  ]);
  expect(rot90(convertToTensor(x), 4).shape).toEqual([2, 3]);
});

test('gradients agree with differences', () => {
  expectGradient((t) => flip(t, 0), [x]);
  expectGradient((t) => rot90(t), [x]);
});
