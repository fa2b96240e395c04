import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { convertToTensor } from './convert.ts';

test('elements as a flat copy, as nested arrays, and one alone', async () => {
  const t = ops.add(
    [
      [1, 2],
      [3, 4],
    ],
    1,
  );
  expect(await t.array()).toEqual([
    [2, 3],
    [4, 5],
  ]);
  const data = await t.data();
  data[0] = 99;
  expect(Array.from(await t.data())).toEqual([2, 3, 4, 5]);
  expect(await ops.sum(t).item()).toBe(14);
  expect(await convertToTensor([[7]]).item()).toBe(7);
});

test('item is for one element', async () => {
  await expect(convertToTensor([1, 2]).item()).rejects.toThrow(
    'item() takes a tensor with one element. Received: shape (2,)',
  );
  await expect(convertToTensor([]).item()).rejects.toThrow('Received: shape (0,)');
});

test('shape, rank and dtype are known before anything is computed', () => {
  const t = ops.matmul(ops.ones([3, 4]), ops.ones([4, 5]));
  expect([t.shape, t.rank, t.dtype]).toEqual([[3, 5], 2, 'float32']);
  expect(ops.greater(t, 0).dtype).toBe('bool');
});

test('prints its values, in the console too', () => {
  expect(String(convertToTensor([1, 2.5]))).toBe('Tensor([  1, 2.5], shape=(2,), dtype=float32)');
  expect(inspect(convertToTensor([true, false]))).toBe('Tensor([ true, false], shape=(2,), dtype=bool)');
  expect(inspect({ t: convertToTensor(3) })).toContain('Tensor(3, shape=(), dtype=float32)');
});
