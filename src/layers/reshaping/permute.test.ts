import { expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { Permute } from './permute.ts';

test('puts axes into another order', async () => {
  expect(
    await new Permute([2, 1])
      .apply([
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ])
      .array(),
  ).toEqual([
    [
      [1, 4],
      [2, 5],
      [3, 6],
    ],
  ]);
  expect(new Permute([3, 1, 2]).apply(new KerasTensor([null, 4, 5, 6])).shape).toEqual([null, 6, 4, 5]);
});

test('refuses what is no order, and inputs of another rank', () => {
  expect(() => new Permute([0, 1])).toThrow(/axis 0 is the batch/);
  expect(() => new Permute([1, 3])).toThrow(/`dims`/);
  expect(() => new Permute([])).toThrow(/`dims`/);
  expect(() => new Permute([2, 1]).apply([[1, 2]])).toThrow(/3 axes/);
});
