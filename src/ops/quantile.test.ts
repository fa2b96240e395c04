import { describe, expect, test } from 'vitest';
import { median, nanmedian, nanpercentile, nanquantile, percentile, quantile } from './quantile.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

const rows = [
  [4, 1, 3, 2],
  [8, 5, 7, 6],
];

describe('quantiles', () => {
  test('of each method between two elements', () => {
    const at = (method: 'linear' | 'lower' | 'higher' | 'midpoint' | 'nearest') =>
      valuesOf(quantile([1, 2, 4, 8], 0.6, { method }));
    expect((['lower', 'higher', 'midpoint', 'nearest'] as const).map(at)).toEqual([2, 4, 3, 4]);
    expectValues(quantile([1, 2, 4, 8], 0.6), 3.6);
  });

  test('over any axes, with those of q in front', () => {
    expectValues(quantile(rows, [0, 0.5, 1], 1), [
      [1, 5],
      [2.5, 6.5],
      [4, 8],
    ]);
    expect(quantile(rows, [0, 1], { axis: [0, 1], keepdims: true }).shape).toEqual([2, 1, 1]);
    expectValues(percentile(rows, 50, { axis: 0, keepdims: true }), [[6, 3, 5, 4]]);
    expectValues(median(rows), 4.5);
  });

  test('NaN spoils, unless it is left out', () => {
    const holes = [
      [Number.NaN, 1, 3],
      [Number.NaN, Number.NaN, Number.NaN],
    ];
    expect(valuesOf(median(holes, 1))).toEqual([Number.NaN, Number.NaN]);
    expect(valuesOf(nanmedian(holes, 1))).toEqual([2, Number.NaN]);
    expect(valuesOf(nanquantile(holes, 1))).toBe(3);
    expect(valuesOf(nanpercentile(holes, 0, 1))).toEqual([1, Number.NaN]);
  });

  test('have gradients', () => {
    expectGradient((x) => quantile(x, 0.4, 1), [rows]);
    expectGradient((x) => median(x, { axis: 0 }), [rows]);
    expectGradient((q) => quantile([1, 2, 4, 8], q), [0.4]);
  });

  test('refuse unknown methods and no elements', () => {
    // @ts-expect-error no such method
    expect(() => quantile(rows, 0.5, { method: 'linaer' })).toThrow('Did you mean "linear"?');
    expect(() => quantile([], 0.5)).toThrow('`x` must be a tensor with elements');
    expect(() => quantile(rows, [[0.5]])).toThrow('`q` must be');
  });
});
