import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { gradients } from '../tensor/gradients.ts';
import { pickClass } from './pick-class.ts';

const values = ops.array([
  [1, 2, 3],
  [4, 5, 6],
]);

test('gives the value of each label, 0 for labels outside', () => {
  expectValues(pickClass(values, ops.array([2, 0], 'int32'), -1), [3, 4]);
  expectValues(pickClass(values, ops.array([1, 0, 7], 'int32'), 0), [4, 2, 0]);
});

test('its gradient is one at the label', () => {
  const [gradient] = gradients(ops.sum(pickClass(values, ops.array([2, 0], 'int32'), 1)), [values]);
  expectValues(gradient ?? [], [
    [0, 0, 1],
    [1, 0, 0],
  ]);
  expect(gradient?.dtype).toBe('float32');
});
