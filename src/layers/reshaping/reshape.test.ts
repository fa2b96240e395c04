import { expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { Reshape } from './reshape.ts';

test('gives each sample another shape', async () => {
  expect(await new Reshape([2, 2]).apply([[1, 2, 3, 4]]).array()).toEqual([
    [
      [1, 2],
      [3, 4],
    ],
  ]);
  expect(new Reshape([-1, 2]).apply(new KerasTensor([null, 6])).shape).toEqual([null, 3, 2]);
  expect(new Reshape([-1, 2]).apply(new KerasTensor([null, null])).shape).toEqual([null, null, 2]);
  expect(new Reshape([]).apply(new KerasTensor([null, 1])).shape).toEqual([null]);
});

test('refuses shapes that do not fit', () => {
  expect(() => new Reshape([4, 3]).apply(new KerasTensor([null, 10]))).toThrow(
    /`targetShape` must be a shape for the 10 elements.*Received: targetShape=\[4, 3\]/s,
  );
  expect(() => new Reshape([-1, 3]).apply([[1, 2]])).toThrow(/`targetShape`/);
  expect(() => new Reshape([-1, -1])).toThrow(/at most once/);
  expect(() => new Reshape(3 as unknown as number[])).toThrow(/`targetShape`/);
});
