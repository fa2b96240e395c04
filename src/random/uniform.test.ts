import { describe, expect, test } from 'vitest';
import { floatLimits } from '../support/low-float.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { normal, truncatedNormal } from './normal.ts';
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
    expect(() => uniform([1], { dtype: 'int32' })).toThrow('`dtype` must be a float');
    // @ts-expect-error Python's spelling of nothing
    expect(() => uniform([1], { min: 0 })).toThrow('Unknown option of uniform');
  });
});

test.each([
  // keras.random.uniform([6], -2, 3, dtype=dtype, seed=7) of Keras 3 on JAX, and so on.
  {
    dtype: 'float16',
    uniforms: [0.3974609375, 2.546875, -0.818359375, 1.8330078125, 0.158203125, -1.27734375],
    normals: [-0.05078125, 1.3369140625, -0.71728515625, 0.728515625, -0.171630859375, -1.0595703125],
    truncated: [-0.049072265625, 1.2294921875, -0.6796875, 0.6884765625, -0.1641845703125, -0.99169921875],
  },
  {
    dtype: 'bfloat16',
    uniforms: [2.09375, 1.984375, 1.046875, -0.59375, 1.625, -1.4140625],
    normals: [0.921875, 0.83984375, 0.283203125, -0.57421875, 0.609375, -1.1796875],
    truncated: [0.85546875, 0.77734375, 0.267578125, -0.55078125, 0.56640625, -1.1015625],
  },
] as const)('$dtype is drawn with as many bits as JAX draws', async ({ dtype, uniforms, normals, truncated }) => {
  const { eps } = floatLimits(dtype);
  const close = async (draw: Tensor, expected: readonly number[]) => {
    expect(draw.dtype).toBe(dtype);
    const values = await draw.data();
    expected.forEach((value, i) => {
      expect(Math.abs((values[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(eps * Math.max(1, Math.abs(value)));
    });
  };
  await close(uniform([6], { minval: -2, maxval: 3, dtype, seed: 7 }), uniforms);
  await close(normal([6], { dtype, seed: 7 }), normals);
  await close(truncatedNormal([6], { dtype, seed: 7 }), truncated);
});
