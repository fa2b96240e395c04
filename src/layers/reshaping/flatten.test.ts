import { expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { Flatten } from './flatten.ts';

test('joins all axes but the batch', async () => {
  expect(
    await new Flatten()
      .apply([
        [
          [1, 2],
          [3, 4],
        ],
      ])
      .array(),
  ).toEqual([[1, 2, 3, 4]]);
  expect(await new Flatten().apply([1, 2]).array()).toEqual([[1], [2]]);
  expect(new Flatten().apply(new KerasTensor([null, 3, null])).shape).toEqual([null, null]);
  expect(new Flatten().apply(new KerasTensor([null, 2, 3], { dtype: 'int32' }))).toMatchObject({
    shape: [null, 6],
    dtype: 'int32',
  });
});

test('moves channels to the end first when they are in front', async () => {
  expect(
    await new Flatten({ dataFormat: 'channels_first' })
      .apply([
        [
          [1, 2],
          [3, 4],
        ],
      ])
      .array(),
  ).toEqual([[1, 3, 2, 4]]);
});

test('remembers the old spelling of an Input', () => {
  expect(new Flatten({ inputShape: [28, 28] }).batchInputShape).toEqual([null, 28, 28]);
});
