import { expect, test } from 'vitest';
import { ELU } from './elu.ts';

test('alpha (exp(x) - 1) below zero', async () => {
  const [[low = 0, high = 0] = []] = (await new ELU({ alpha: 2 }).apply([[-1, 3]]).array()) as number[][];
  expect(low).toBeCloseTo(2 * Math.expm1(-1), 6);
  expect(high).toBe(3);
  expect(() => new ELU({ alpha: Number.NaN })).toThrow(/`alpha`/);
});
