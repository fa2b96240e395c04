import { expect, test } from 'vitest';
import { array } from './core.ts';
import { heaviside, ldexp, nextafter } from './float-bits.ts';
import { expectGradient, valuesOf } from './testing/expect.ts';

test('nextafter steps over zero, to infinity, and nowhere from NaN', () => {
  const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];
  const tiny = 2 ** -149;
  const largest = 3.4028234663852886e38;
  const from = [0, 0, tiny, -1, largest, inf, nan, 2, 1];
  const to = [1, -1, 0, 0, inf, 0, 1, 2, nan];
  const steps = [tiny, -tiny, 0, -1 + 2 ** -24, inf, largest, nan, 2, nan];
  expect(valuesOf(nextafter(from, to))).toEqual(steps);
});

test('ldexp scales exactly, far beyond both ends', () => {
  const powers = array([0, 4, -3, 200, -200, 140, -140], 'int32');
  const values = valuesOf(ldexp([1.5, 1.5, 1.5, 1, 1, 2 ** -20, 2 ** 20], powers));
  expect(values).toEqual([1.5, 24, 0.1875, Number.POSITIVE_INFINITY, 0, 2 ** 120, 2 ** -120]);
  expect(() => ldexp([1], [0.5])).toThrow('`x2` must be integers');
  expectGradient((x) => ldexp(x, array([2, -1], 'int32')), [[1, 3]]);
});

test('heaviside at zero and at NaN', () => {
  expect(valuesOf(heaviside([-2, 0, 3, Number.NaN], 7))).toEqual([0, 7, 1, Number.NaN]);
});
