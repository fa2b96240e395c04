import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { setMask } from '../tensor/mask.ts';
import { reduceToSamplewise } from './samplewise.ts';

const values = ops.array([
  [1, 2],
  [3, 5],
]);

test('reduces all axes but the first', () => {
  const [means, none] = reduceToSamplewise(values, null, ops.mean);
  expectValues(means, [1.5, 4]);
  expect(none).toBeNull();
  expectValues(reduceToSamplewise(values, null, ops.sum)[0], [3, 8]);
  expect(reduceToSamplewise(ops.array(3), null, ops.mean)[0].shape).toEqual([]);
});

test('weights of samples come after the reduction', () => {
  const [means, weights] = reduceToSamplewise(values, ops.array([2, 1]), ops.mean);
  expectValues(means, [3, 4]);
  expectValues(weights ?? [], [2, 1]);
});

test('weights of steps come before it, and are reduced alike', () => {
  const [means, weights] = reduceToSamplewise(
    values,
    ops.array([
      [1, 0],
      [1, 1],
    ]),
    ops.mean,
  );
  expectValues(means, [0.5, 4]);
  expectValues(weights ?? [], [0.5, 1]);
});

test('a mask of the values goes into given weights', () => {
  const masked = setMask(ops.array([1, 2]), ops.array([true, false]));
  const [weighted, weights] = reduceToSamplewise(masked, ops.array([3, 3]), ops.mean);
  expectValues(weighted, [3, 0]);
  expectValues(weights ?? [], [3, 0]);
});
