import { expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { RepeatVector } from './repeat-vector.ts';

test('repeats samples along a new axis', async () => {
  expect(
    await new RepeatVector(2)
      .apply([
        [1, 2],
        [3, 4],
      ])
      .array(),
  ).toEqual([
    [
      [1, 2],
      [1, 2],
    ],
    [
      [3, 4],
      [3, 4],
    ],
  ]);
  expect(new RepeatVector(3).apply(new KerasTensor([null, 5])).shape).toEqual([null, 3, 5]);
  expect(() => new RepeatVector(0)).toThrow(/`n` must be a positive integer/);
  expect(() => new RepeatVector(2).apply([1])).toThrow(/2 axes/);
});
