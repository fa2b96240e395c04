import { describe, expect, test } from 'vitest';
import { randint } from './randint.ts';

const values = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());

describe('randint', () => {
  test('gives Keras’s numbers', () => {
    expect(values(randint([5], 0, 10, { seed: 0 }))).toEqual([9, 0, 2, 3, 1]);
    expect(values(randint([5], -1000, 100000, { seed: 0 }))).toEqual([16077, 38312, 83264, 95365, 54715]);
  });

  test('excludes maxval and includes minval', () => {
    expect([...new Set(values(randint([200], -1, 2, { seed: 5 })))].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
    expect(values(randint([2], 7, 8))).toEqual([7, 7]);
    expect(randint([1], 0, 5, { dtype: 'float32' }).dtype).toBe('float32');
  });

  test('spans the whole range of int32', () => {
    const draws = values(randint([100], -(2 ** 31), 2 ** 31 - 1, { seed: 2 }));
    expect(draws.some((x) => x < -1e9) && draws.some((x) => x > 1e9)).toBe(true);
  });

  test('refuses empty ranges and fractions', () => {
    expect(() => randint([1], 3, 3)).toThrow('`maxval` must be an integer above `minval` (3). Received: maxval=3');
    expect(() => randint([1], 0.5, 3)).toThrow('Received: minval=0.5');
  });
});
