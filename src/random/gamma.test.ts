import { describe, expect, test } from 'vitest';
import { jit } from '../tensor/jit.ts';
import { beta } from './beta.ts';
import { binomial } from './binomial.ts';
import { gamma } from './gamma.ts';
import { SeedGenerator } from './seed-generator.ts';

const values = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());
const mean = (x: readonly number[]) => x.reduce((a, b) => a + b, 0) / x.length;
const variance = (x: readonly number[]) => mean(x.map((v) => (v - mean(x)) ** 2));

describe('gamma', () => {
  test('has mean and variance alpha, also where alpha is small', () => {
    for (const alpha of [0.3, 1, 8]) {
      const draws = values(gamma([4000], alpha, { seed: 5 }));
      expect(mean(draws) / alpha).toBeCloseTo(1, 1);
      expect(Math.abs(variance(draws) / alpha - 1)).toBeLessThan(0.15);
    }
  });

  test('takes a parameter for each element, draws anew from a generator, ends for what is no parameter', () => {
    const draws = values(gamma([3], [1, Number.NaN, 100], { seed: 1 }));
    expect(draws[1]).toBeNaN();
    expect(draws[2]).toBeGreaterThan(50);
    const generator = new SeedGenerator(3);
    const draw = jit(() => gamma([2], 2, { seed: generator }));
    expect(values(draw())).not.toEqual(values(draw()));
    expect(() => gamma([2], 2, { dtype: 'int32' })).toThrow('`dtype` must be a float');
  });
});

test('beta has the mean a / (a + b)', () => {
  expect(mean(values(beta([4000], 2, 6, { seed: 2 })))).toBeCloseTo(0.25, 1);
  expect(values(beta([2, 2], [[0.5], [3]], 1)).every((x) => x >= 0 && x <= 1)).toBe(true);
});

describe('binomial', () => {
  test('counts few and many successes, on both sides of one half', () => {
    for (const [n, p] of [
      [12, 0.2],
      [12, 0.9],
      [400, 0.3],
      [400, 0.75],
    ] as const) {
      const draws = values(binomial([3000], n, p, { seed: 7 }));
      expect(draws.every((k) => Number.isInteger(k) && k >= 0 && k <= n)).toBe(true);
      expect(mean(draws) / (n * p)).toBeCloseTo(1, 1);
      expect(Math.abs(variance(draws) / (n * p * (1 - p)) - 1)).toBeLessThan(0.15);
    }
  });

  test('is certain at both ends, NaN where parameters are not valid', () => {
    expect(values(binomial([4], 5, [0, 1, -0.5, 2], { seed: 1 }))).toEqual([0, 5, Number.NaN, Number.NaN]);
    expect(values(binomial([2], [-1, 0], 0.5, { seed: 1 }))).toEqual([Number.NaN, 0]);
  });
});
