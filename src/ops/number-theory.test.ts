import fc from 'fast-check';
import { expect, test } from 'vitest';
import { array } from './core.ts';
import { gcd, lcm } from './number-theory.ts';
import { valuesOf } from './testing/expect.ts';

const int = (...values: number[]) => array(values, 'int32');
const euclid = (a: number, b: number): number => (b === 0 ? Math.abs(a) : euclid(b, a % b));

test('gcd agrees with Euclid, whatever the numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 1, maxLength: 20 }), (pairs) => {
      const found = gcd(int(...pairs.map(([a]) => a)), int(...pairs.map(([, b]) => b)));
      expect(valuesOf(found)).toEqual(pairs.map(([a, b]) => euclid(a, b) | 0));
    }),
    { numRuns: 20, seed: 1 },
  );
  // Neighbours in Fibonacci's sequence need the most steps.
  expect(valuesOf(gcd(int(1836311903), int(1134903170)))).toEqual([1]);
});

test('lcm and zeros', () => {
  expect(valuesOf(lcm(int(4, 0, -6), int(6, 5, 4)))).toEqual([12, 0, 12]);
  expect(valuesOf(gcd(int(0, 0), int(0, 7)))).toEqual([0, 7]);
  expect(() => gcd([1.5], [2])).toThrow('`x1` must be of integers');
});
