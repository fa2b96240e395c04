import { expect, test } from 'vitest';
import { ThresholdedReLU } from './thresholded-re-lu.ts';

test('x above theta, 0 elsewhere', async () => {
  expect(await new ThresholdedReLU().apply([[-2, 1, 1.5]]).array()).toEqual([[0, 0, 1.5]]);
  expect(await new ThresholdedReLU({ theta: 2 }).apply([[1.5, 2.5]]).array()).toEqual([[0, 2.5]]);
  expect(new ThresholdedReLU().getConfig()).toMatchObject({ theta: 1 });
  expect(() => new ThresholdedReLU({ theta: -1 })).toThrow(/`theta`/);
});
