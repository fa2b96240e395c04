import { expect, test } from 'vitest';
import { i0 } from './bessel.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';
import * as windows from './windows.ts';

test('windows are symmetric, peak at 1, and shrink to one weight', () => {
  for (const make of [
    windows.bartlett,
    windows.blackman,
    windows.hamming,
    windows.hanning,
    (n: number) => windows.kaiser(n, 3),
  ]) {
    const values = make(9).dataSync();
    expectValues(values, Array.from(values).reverse());
    expect(values[4]).toBeCloseTo(1, 6);
    expect([valuesOf(make(1)), valuesOf(make(0))]).toEqual([[1], []]);
    expect(() => make(-1)).toThrow('`x` must be');
  }
});

test('i0 on both sides of where its approximations meet', () => {
  expectValues(
    i0([0, 1, -1, 3.75, 5, 20]),
    [1, 1.2660658777, 1.2660658777, 9.118945860844, 27.239871823604, 43558282.559554],
    1e-6,
  );
  expectGradient((x) => i0(x), [[0.5, 2, 4, 5]]);
});
