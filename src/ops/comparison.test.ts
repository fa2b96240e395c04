import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import {
  allclose,
  equal,
  greater,
  greaterEqual,
  isclose,
  isfinite,
  isinf,
  isnan,
  isneginf,
  isposinf,
  less,
  lessEqual,
  notEqual,
} from './comparison.ts';
import { expectValues } from './testing/expect.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

test('comparisons give bool and know NaN', () => {
  const a = [1, 2, 3, nan];
  const b = [2, 2, 2, nan];
  expect(equal(a, b).dtype).toBe('bool');
  expectValues(equal(a, b), [0, 1, 0, 0]);
  expectValues(notEqual(a, b), [1, 0, 1, 1]);
  expectValues(less(a, b), [1, 0, 0, 0]);
  expectValues(lessEqual(a, b), [1, 1, 0, 0]);
  expectValues(greater(a, b), [0, 0, 1, 0]);
  expectValues(greaterEqual(a, b), [0, 1, 1, 0]);
});

test('dtypes are promoted before they are compared', () => {
  expectValues(greater(convertToTensor([1, 2], 'int32'), 1.5), [0, 1]);
  expectValues(equal(convertToTensor([true, false]), 1), [1, 0]);
});

test('kinds of floats', () => {
  const x = [1, nan, inf, -inf];
  expectValues(isnan(x), [0, 1, 0, 0]);
  expectValues(isfinite(x), [1, 0, 0, 0]);
  expectValues(isinf(x), [0, 0, 1, 1]);
  expectValues(isposinf(x), [0, 0, 1, 0]);
  expectValues(isneginf(x), [0, 0, 0, 1]);
  expectValues(isfinite(convertToTensor([7], 'int32')), [1]);
  expectValues(isnan(convertToTensor([7], 'int32')), [0]);
});

test('closeness', () => {
  expectValues(isclose([1, 1, inf, nan], [1.000001, 1.1, inf, nan]), [1, 0, 1, 0]);
  expectValues(isclose([nan], [nan], { equalNan: true }), [1]);
  expectValues(isclose([1], [1.1], { atol: 0.2 }), [1]);
  expectValues(allclose([1, 2], [1, 2]), 1);
  expectValues(allclose([1, 2], [1, 3]), 0);
});
