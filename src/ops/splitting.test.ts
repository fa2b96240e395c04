import { describe, expect, test } from 'vitest';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';
import { arraySplit, dsplit, hsplit, split, unstack, vsplit } from './splitting.ts';
import { valuesOf } from './testing/expect.ts';

describe('splitting', () => {
  const x = arange(6);

  test('into equal parts, or at indices', () => {
    expect(split(x, 3).map(valuesOf)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(split(x, [1, 4]).map(valuesOf)).toEqual([[0], [1, 2, 3], [4, 5]]);
    expect(split(x, [2, 9]).map(valuesOf)).toEqual([[0, 1], [2, 3, 4, 5], []]);
    expect(() => split(x, 4)).toThrow('a divisor of the extent 6');
  });

  test('into nearly equal parts', () => {
    expect(arraySplit(x, 4).map(valuesOf)).toEqual([[0, 1], [2, 3], [4], [5]]);
  });

  test('along named directions', () => {
    const t = reshape(arange(8), [2, 2, 2]);
    expect(hsplit(t, 2)[0]?.shape).toEqual([2, 1, 2]);
    expect(vsplit(t, 2)[0]?.shape).toEqual([1, 2, 2]);
    expect(dsplit(t, 2)[0]?.shape).toEqual([2, 2, 1]);
    expect(hsplit(x, 2).map(valuesOf)).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });
});

test('unstack drops the axis', () => {
  expect(
    unstack(
      [
        [1, 2],
        [3, 4],
      ],
      { axis: 1 },
    ).map(valuesOf),
  ).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(() => unstack([1, 2], 3)).toThrow('the extent 2 of the axis. Received: num=3');
});
