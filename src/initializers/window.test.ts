import { describe, expect, test } from 'vitest';
import { windowValues } from './window.ts';

describe('windowValues', () => {
  /** By scipy.signal.get_window(name, length, periodic). */
  test.each([
    ['boxcar', 5, false, [1.0, 1.0, 1.0, 1.0, 1.0]],
    ['boxcar', 4, true, [1.0, 1.0, 1.0, 1.0]],
    ['triang', 5, false, [0.333333, 0.666667, 1.0, 0.666667, 0.333333]],
    ['triang', 4, true, [0.333333, 0.666667, 1.0, 0.666667]],
    ['triang', 4, false, [0.25, 0.75, 0.75, 0.25]],
    ['bartlett', 5, false, [0.0, 0.5, 1.0, 0.5, 0.0]],
    ['bartlett', 4, true, [0.0, 0.5, 1.0, 0.5]],
    ['hann', 5, false, [0.0, 0.5, 1.0, 0.5, 0.0]],
    ['hann', 4, true, [0.0, 0.5, 1.0, 0.5]],
    ['hamming', 5, false, [0.08, 0.54, 1.0, 0.54, 0.08]],
    ['hamming', 4, true, [0.08, 0.54, 1.0, 0.54]],
    ['blackman', 5, false, [-0.0, 0.34, 1.0, 0.34, -0.0]],
    ['blackman', 4, true, [-0.0, 0.34, 1.0, 0.34]],
    ['blackmanharris', 5, false, [6e-5, 0.21747, 1.0, 0.21747, 6e-5]],
    ['blackmanharris', 4, true, [6e-5, 0.21747, 1.0, 0.21747]],
    ['nuttall', 5, false, [0.000363, 0.226982, 1.0, 0.226982, 0.000363]],
    ['nuttall', 4, true, [0.000363, 0.226982, 1.0, 0.226982]],
    ['flattop', 5, false, [-0.000421, -0.054737, 1.0, -0.054737, -0.000421]],
    ['flattop', 4, true, [-0.000421, -0.054737, 1.0, -0.054737]],
    ['cosine', 5, false, [0.309017, 0.809017, 1.0, 0.809017, 0.309017]],
    ['cosine', 4, true, [0.309017, 0.809017, 1.0, 0.809017]],
  ] as const)('%s of %d values, periodic: %j', (name, length, periodic, expected) => {
    const values = windowValues(name, length, periodic);
    expect(values).toHaveLength(expected.length);
    expect(Math.max(...values.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))))).toBeLessThan(1e-6);
  });

  test('of one value is 1', () => {
    expect(windowValues('hann', 1, true)).toEqual([1]);
  });

  test('refuses unknown names with the nearest', () => {
    expect(() => windowValues('han', 4, true)).toThrow('Did you mean "hann"?');
  });
});
