import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignCurves, smooth, valueNear } from './curve.ts';

describe('alignCurves', () => {
  test('curves with the same places stay as they are', () => {
    expect(
      alignCurves([
        { xs: [1, 2], ys: [5, null] },
        { xs: [1, 2], ys: [7, 8] },
      ]),
    ).toEqual([
      [1, 2],
      [5, null],
      [7, 8],
    ]);
  });

  test('places of others are undefined, gaps are null', () => {
    const [xs, a, b] = alignCurves([
      { xs: [0, 10], ys: [1, null] },
      { xs: [2, 10, 30], ys: [4, 5, 6] },
    ]);
    expect(xs).toEqual([0, 2, 10, 30]);
    expect(a).toEqual([1, undefined, null, undefined]);
    expect(b).toEqual([undefined, 4, 5, 6]);
  });

  test('no curves have no columns', () => expect(alignCurves([])).toEqual([[]]));

  test('every point is found again, in ascending order', () => {
    const curve = fc
      .uniqueArray(fc.integer({ min: -50, max: 50 }), { maxLength: 20 })
      .map((xs) => xs.sort((a, b) => a - b))
      .map((xs) => ({ xs, ys: xs.map((x) => x * x) }));
    fc.assert(
      fc.property(fc.array(curve, { maxLength: 5 }), (curves) => {
        const [xs, ...columns] = alignCurves(curves);
        expect(xs.every((x, i) => i === 0 || x > (xs[i - 1] ?? 0))).toBe(true);
        curves.forEach((one, k) => {
          const column = columns[k] ?? [];
          expect(xs.filter((_, i) => column[i] !== undefined)).toEqual(one.xs);
        });
      }),
    );
  });
});

describe('smooth', () => {
  test('weight 0 changes nothing', () => expect(smooth([3, null, 5], 0)).toEqual([3, null, 5]));
  test('a constant stays constant from the first value on', () => {
    for (const y of smooth([2, 2, 2, null, 2], 0.9)) if (y !== null) expect(y).toBeCloseTo(2, 12);
  });
  test('the second value is the weighted mean', () => {
    // (0.5 * 0.5 * 1 + 0.5 * 4) / (1 - 0.25)
    expect(smooth([1, 4], 0.5)[1]).toBeCloseTo(3, 12);
  });
});

test('the value near a place', () => {
  const column = [undefined, 1, undefined, null, undefined];
  expect([0, 1, 2, 3, 4].map((i) => valueNear(column, i))).toEqual([1, 1, 1, null, null]);
  expect(valueNear([], 0)).toBeNull();
});
