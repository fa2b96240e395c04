import { expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { ReLU } from './re-lu.ts';

test('clips, leaks and has a threshold', async () => {
  expect(await new ReLU().apply([[-3, 0, 2]]).array()).toEqual([[0, 0, 2]]);
  expect(await new ReLU({ maxValue: 1 }).apply([[-3, 0, 2]]).array()).toEqual([[0, 0, 1]]);
  expect(await new ReLU({ negativeSlope: 0.5, threshold: 1 }).apply([[-3, 0, 2]]).array()).toEqual([[-2, -0.5, 2]]);
  expect(new ReLU().apply(new KerasTensor([null, 7])).shape).toEqual([null, 7]);
});

test('refuses negative options', () => {
  expect(() => new ReLU({ maxValue: -1 })).toThrow(/`maxValue`.*Received: maxValue=-1/s);
  expect(() => new ReLU({ negativeSlope: -1 })).toThrow(/`negativeSlope`/);
  expect(() => new ReLU({ threshold: Number.POSITIVE_INFINITY })).toThrow(/`threshold`/);
});
