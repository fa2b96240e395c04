import { expect, test } from 'vitest';
import { array } from './core.ts';
import { digitize, isin, searchsorted, unravelIndex } from './searching.ts';
import { valuesOf } from './testing/expect.ts';

test('searchsorted before or behind equals, for any shape', () => {
  const list = [1, 2, 2, 3];
  expect(
    valuesOf(
      searchsorted(list, [
        [0, 2],
        [3, 4],
      ]),
    ),
  ).toEqual([
    [0, 1],
    [3, 4],
  ]);
  expect(valuesOf(searchsorted(list, [2, Number.NaN], 'right'))).toEqual([3, 4]);
  expect(() => searchsorted([[1]], [1])).toThrow('`sortedSequence` must be a list');
  // @ts-expect-error no such side
  expect(() => searchsorted(list, [1], 'rihgt')).toThrow('Did you mean "right"?');
});

test('digitize with ascending and descending limits', () => {
  expect(valuesOf(digitize([0, 1, 1.5, 9], [1, 2, 3]))).toEqual([0, 1, 1, 3]);
  expect(valuesOf(digitize([9, 3, 2.5, 1, 0], [3, 2, 1]))).toEqual([0, 0, 1, 2, 3]);
});

test('isin of integers and floats, and its opposite', () => {
  const x = array(
    [
      [1, 2],
      [3, 4],
    ],
    'int32',
  );
  expect(valuesOf(isin(x, array([4, 1], 'int32')))).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(valuesOf(isin(x, [2.5, 3], { invert: true }))).toEqual([
    [1, 1],
    [0, 1],
  ]);
});

test('unravelIndex counts from the end and stays inside', () => {
  expect(unravelIndex([-1, 99, 4], [2, 3]).map(valuesOf)).toEqual([
    [1, 1, 1],
    [2, 2, 1],
  ]);
});
