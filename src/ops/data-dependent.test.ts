import { expect, test } from 'vitest';
import { array } from './core.ts';
import { nonzero, unique } from './data-dependent.ts';
import { valuesOf } from './testing/expect.ts';

test('nonzero lists the indices axis by axis', () => {
  expect(nonzero([[[0, 1]], [[2, 0]]]).map(valuesOf)).toEqual([
    [0, 1],
    [0, 0],
    [1, 0],
  ]);
});

test('unique with everything that can be asked for', () => {
  const all = unique(
    array(
      [
        [3, 1],
        [3, 2],
      ],
      'int32',
    ),
    { returnIndex: true, returnInverse: true, returnCounts: true },
  );
  expect(all.map(valuesOf)).toEqual([
    [1, 2, 3],
    [1, 3, 0],
    [
      [2, 0],
      [2, 1],
    ],
    [1, 1, 2],
  ]);
  expect(all.map((x) => x.dtype)).toEqual(['int32', 'int32', 'int32', 'int32']);
});

test('unique slices along an axis, NaN, a fixed size', () => {
  const rows = [
    [2, 1],
    [0, 5],
    [2, 1],
  ];
  expect(valuesOf(unique(rows, { axis: 0 }))).toEqual([
    [0, 5],
    [2, 1],
  ]);
  expect(unique(rows, { axis: 1, returnInverse: true }).map(valuesOf)).toEqual([
    [
      [1, 2],
      [5, 0],
      [1, 2],
    ],
    [1, 0],
  ]);
  expect(valuesOf(unique([Number.NaN, 1, Number.NaN]))).toEqual([1, Number.NaN, Number.NaN]);
  expect(valuesOf(unique([3, 1, 2], { size: 2 }))).toEqual([1, 2]);
  const filled = unique([3, 3], { size: 3, fillValue: -1, returnCounts: true });
  expect(filled.map(valuesOf)).toEqual([
    [3, -1, -1],
    [2, 0, 0],
  ]);
  expect(valuesOf(unique([3, 1], { size: 3 }))).toEqual([1, 3, 1]);
  expect(() => unique([1], { size: 0 })).toThrow('`size` must be');
});
