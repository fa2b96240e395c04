import { describe, expect, test } from 'vitest';
import { uniform } from './uniform.ts';

const values = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());

describe('uniform', () => {
  test('gives Keras’s numbers to the last bit', () => {
    const keras = [0.947667, 0.9785799, 0.33229148, 0.46866846, 0.5698887];
    expect(values(uniform([5], { seed: 0 }))).toEqual(keras.map(Math.fround));
    const scaled = [2.2121685, 2.3821893, -1.1723969, -0.42232347, 0.13438791];
    expect(values(uniform([5], { minval: -3, maxval: 2.5, seed: 0 }))).toEqual(scaled.map(Math.fround));
  });

  test('stays inside [minval, maxval) and spreads over it', () => {
    const draws = values(uniform([1000], { minval: 2, maxval: 3, seed: 1 }));
    expect(draws.every((x) => x >= 2 && x < 3)).toBe(true);
    expect(draws.reduce((a, b) => a + b) / 1000).toBeCloseTo(2.5, 1);
    expect(values(uniform([2], { minval: 4, maxval: 4 }))).toEqual([4, 4]);
  });

  test('gives the same numbers for a number as seed, others without', () => {
    expect(values(uniform([3], { seed: 3 }))).toEqual(values(uniform([3], { seed: 3 })));
    expect(values(uniform([3]))).not.toEqual(values(uniform([3])));
  });

  test('takes any shape', () => {
    expect(uniform([], { seed: 1 }).shape).toEqual([]);
    expect(uniform(4, { seed: 1 }).shape).toEqual([4]);
    expect(uniform([0, 2], { seed: 1 }).shape).toEqual([0, 2]);
  });

  test('refuses bounds in the wrong order, dtypes, unknown options', () => {
    expect(() => uniform([1], { minval: 1, maxval: 0 })).toThrow('`maxval` must be a number from `minval` (1) on');
    expect(() => uniform([1], { dtype: 'int32' })).toThrow("`dtype` must be 'float32'");
    // @ts-expect-error Python's spelling of nothing
    expect(() => uniform([1], { min: 0 })).toThrow('Unknown option of uniform');
  });
});
