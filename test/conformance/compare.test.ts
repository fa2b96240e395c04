import { expect, test } from 'vitest';
import { Check } from './check.ts';
import { compareTensors, errorInTolerances } from './compare.ts';

const TOLERANCE = { rtol: 0.1, atol: 0.5 };

test('errors are counted in tolerances of the expected value', () => {
  expect(errorInTolerances(10.75, 10, TOLERANCE)).toBe(0.5);
  expect(errorInTolerances(-5, -5, TOLERANCE)).toBe(0);
  expect(errorInTolerances(3, 0, TOLERANCE)).toBe(6);
});

test('NaN and infinities equal only themselves', () => {
  const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
  expect(errorInTolerances(nan, nan, TOLERANCE)).toBe(0);
  expect(errorInTolerances(inf, inf, TOLERANCE)).toBe(0);
  expect(errorInTolerances(-inf, inf, TOLERANCE)).toBe(inf);
  expect(errorInTolerances(nan, 1, TOLERANCE)).toBe(inf);
  expect(errorInTolerances(1, nan, TOLERANCE)).toBe(inf);
});

test('shapes, dtypes and integers must be equal', () => {
  const got = { shape: [2], dtype: 'int32', data: [1, 2] } as const;
  expect(compareTensors(got, { shape: [2], dtype: 'int32', data: [1, 2] }, TOLERANCE)).toEqual({
    error: 0,
    reason: null,
  });
  expect(compareTensors(got, { shape: [2], dtype: 'int32', data: [1, 3] }, TOLERANCE).reason).toBe(
    'element 1 is 2, expected 3',
  );
  expect(compareTensors(got, { shape: [1, 2], dtype: 'int32', data: [1, 2] }, TOLERANCE).reason).toBe(
    'shape (2,), expected (1, 2)',
  );
  expect(compareTensors(got, { shape: [2], dtype: 'float32', data: [1, 2] }, TOLERANCE).reason).toBe(
    'dtype int32, expected float32',
  );
});

test('special floats are written as strings', () => {
  const want = { shape: [3], dtype: 'float32', data: ['NaN', '-Infinity', -0] };
  const data = [Number.NaN, Number.NEGATIVE_INFINITY, 0];
  expect(compareTensors({ shape: [3], dtype: 'float32', data }, want, TOLERANCE).error).toBe(0);
});

test('a check collects what differs', () => {
  const check = new Check(TOLERANCE);
  check.number('a', 1, 1.1);
  check.equal('config', { b: 1, a: [2] }, { a: [2], b: 1 });
  check.tensors('weights', [], []);
  expect(check.failures).toEqual([]);
  check.number('b', 5, 1);
  check.equal('text', 'abc', 'abd');
  check.tensors('weights', [], [{ shape: [], dtype: 'float32', data: [1] }]);
  expect(check.failures).toEqual([
    'b: 5, expected 1 (6.67 tolerances)',
    'text: "abc", expected "abd" (Infinity tolerances)',
    'number of weights: "0", expected "1" (Infinity tolerances)',
    'weights[0]: missing (Infinity tolerances)',
  ]);
});
