import { test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { floorDivide, fmod, mod } from './division.ts';
import { expectValues } from './testing/expect.ts';

const int = (values: number[]) => convertToTensor(values, 'int32');
const { POSITIVE_INFINITY: inf } = Number;

test.each([
  [7, 3, 1, 1, 2],
  [-7, 3, 2, -1, -3],
  [7, -3, -2, 1, -3],
  [-7, -3, -1, -1, 2],
  [6, 3, 0, 0, 2],
  [-6, 3, 0, 0, -2],
])('%d and %d: mod, fmod and floorDivide agree for floats and integers', (a, b, floored, truncated, quotient) => {
  for (const make of [(x: number) => convertToTensor([x]), (x: number) => int([x])]) {
    expectValues(mod(make(a), make(b)), [floored]);
    expectValues(fmod(make(a), make(b)), [truncated]);
    expectValues(floorDivide(make(a), make(b)), [quotient]);
  }
});

test('floorDivide of floats is exact where the rounded quotient is not', () => {
  expectValues(floorDivide([1, 5.5, -5.5], [0.1, 2, 2]), [9, 2, -3]);
  expectValues(floorDivide([1, -1], [0, 0]), [inf, -inf]);
});
