import { describe, expect, test } from 'vitest';
import { arange, linspace, logspace } from './sequence.ts';
import { expectValues, valuesOf } from './testing/expect.ts';

describe('arange', () => {
  test('of whole numbers is int32', () => {
    expect(arange(3).dtype).toBe('int32');
    expectValues(arange(3), [0, 1, 2]);
    expectValues(arange(2, 5), [2, 3, 4]);
    expectValues(arange(5, { stop: 0, step: -2 }), [5, 3, 1]);
    expectValues(arange(3, 3), []);
  });

  test('of fractions is float32', () => {
    expectValues(arange(0, 1, 0.25), [0, 0.25, 0.5, 0.75]);
    expectValues(arange(3, { dtype: 'float32' }), [0, 1, 2]);
  });

  test('refuses a step of 0', () => {
    expect(() => arange(0, 3, 0)).toThrow('`step` must be a number other than 0');
  });
});

describe('linspace', () => {
  test('hits both ends, or leaves the last one out', () => {
    expectValues(linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1]);
    expectValues(linspace(0, 1, { num: 4, endpoint: false }), [0, 0.25, 0.5, 0.75]);
    expectValues(linspace(3, 7, 1), [3]);
    expect(valuesOf(linspace(0, 0.3, 4))).toHaveProperty('3', Math.fround(0.3));
  });

  test('gives the step on request, and takes tensors', () => {
    const [values, step] = linspace(0, 1, { num: 3, retstep: true });
    expectValues(values, [0, 0.5, 1]);
    expectValues(step, 0.5);
    expectValues(linspace([0, 10], [1, 20], { num: 2, axis: -1 }), [
      [0, 1],
      [10, 20],
    ]);
  });

  test('logspace', () => {
    expectValues(logspace(0, 2, { num: 3 }), [1, 10, 100]);
    expectValues(logspace(0, 2, { num: 3, base: 2 }), [1, 2, 4]);
  });
});
