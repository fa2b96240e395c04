import { expect, test } from 'vitest';
import { jit } from '../tensor/jit.ts';
import { array } from './core.ts';
import { bincount, histogram } from './counting.ts';
import { valuesOf } from './testing/expect.ts';

test('bincount of lists and batches, with weights', () => {
  expect(valuesOf(bincount(array([1, 4, 1], 'int32'), { minlength: 7 }))).toEqual([0, 2, 0, 0, 1, 0, 0]);
  const batch = array(
    [
      [0, 2],
      [1, 1],
    ],
    'int32',
  );
  expect(valuesOf(bincount(batch))).toEqual([
    [1, 0, 1],
    [0, 2, 0],
  ]);
  expect(
    valuesOf(
      bincount(batch, {
        weights: [
          [1, 2],
          [3, 4],
        ],
      }),
    ),
  ).toEqual([
    [1, 0, 2],
    [0, 7, 0],
  ]);
  expect(() => bincount(batch, { sparse: true })).toThrow('`sparse` must be false');
  expect(() => jit((x) => bincount(x as never))(batch)).toThrow('traced');
});

test('histogram counts both ends, drops what is outside, widens a single point', () => {
  expect(histogram([0, 1, 2, 3, 4], { bins: 2, range: [1, 3] }).map(valuesOf)).toEqual([
    [1, 2],
    [1, 2, 3],
  ]);
  expect(histogram([2, 2], 2).map(valuesOf)).toEqual([
    [0, 2],
    [1.5, 2, 2.5],
  ]);
  expect(() => histogram([1], { bins: 0 })).toThrow('`bins` must be');
  expect(() => histogram([1], { range: [2, 1] })).toThrow('`range` must be');
});
