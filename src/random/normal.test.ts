import { describe, expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { normal, truncatedNormal } from './normal.ts';

const moments = (values: readonly number[]) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return { mean, stddev: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) };
};

describe('normal', () => {
  test('gives Keras’s numbers', () => {
    expectValues(normal([5], { seed: 0 }), [1.6226422, 2.0252647, -0.43359444, -0.07861735, 0.1760909], 3e-7);
    expectValues(normal([2], { mean: 2, stddev: 0.1, seed: 0 }), [2.162264, 2.2025266], 3e-7);
  });

  test('has the mean and standard deviation it was asked for', () => {
    const { mean, stddev } = moments([...normal([4000], { mean: 3, stddev: 2, seed: 8 }).dataSync()]);
    expect(mean).toBeCloseTo(3, 1);
    expect(stddev).toBeCloseTo(2, 1);
  });

  test('refuses a negative standard deviation', () => {
    expect(() => normal([1], { stddev: -1 })).toThrow(
      '`stddev` must be a number that is not negative. Received: stddev=-1',
    );
  });
});

describe('truncatedNormal', () => {
  test('gives Keras’s numbers', () => {
    expectValues(
      truncatedNormal([5], { seed: 0 }),
      [1.4559592, 1.7147487, -0.41267535, -0.075033434, 0.16800101],
      3e-7,
    );
  });

  test('never lies two standard deviations or more from the mean', () => {
    const draws = [...truncatedNormal([4000], { mean: 1, stddev: 3, seed: 8 }).dataSync()];
    expect(draws.every((x) => Math.abs(x - 1) < 6)).toBe(true);
    expect(moments(draws).stddev).toBeCloseTo(3 * 0.8796, 1);
  });
});
