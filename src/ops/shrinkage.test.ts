import { describe, expect, test } from 'vitest';
import * as ops from './shrinkage.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const xs = [-4.2, -1.3, -0.4, 0.3, 0.7, 1.6, 5.1];

describe('formulas', () => {
  test.each([
    ['tanhShrink', ops.tanhShrink, (x: number) => x - Math.tanh(x)],
    ['hardShrink', ops.hardShrink, (x: number) => (Math.abs(x) > 0.5 ? x : 0)],
    ['softShrink', ops.softShrink, (x: number) => (Math.abs(x) > 0.5 ? x - 0.5 * Math.sign(x) : 0)],
  ] as const)('%s', (_, op, formula) => {
    expectValues(
      op(xs),
      xs.map((x) => formula(Math.fround(x))),
    );
    expectGradient((x) => op(x), [xs], 6e-3);
  });

  test('limits, by position or by name', () => {
    expectValues(ops.hardShrink([0.7], 1), [0]);
    expectValues(ops.softShrink([3], { threshold: 1 }), [2]);
    expectValues(ops.threshold([0.1, 0.7], 0.5, -1), [-1, 0.7]);
    // @ts-expect-error another option's name
    expect(() => ops.hardShrink([1], { limit: 1 })).toThrow('Unknown option of hardShrink');
  });
});
