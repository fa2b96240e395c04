import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { CategoricalHinge, categoricalHinge } from './categorical-hinge.ts';

const yTrue = [
  [0, 1, 0],
  [1, 0, 0],
];
const yPred = [
  [0.5, 1.25, -2],
  [0.5, 0.25, 3],
];

test('is one plus the best wrong score minus the right one, or 0', () => {
  expectValues(categoricalHinge(yTrue, yPred), [0.25, 3.5]);
  expectValues(categoricalHinge([[1, 0]], [[5, 1]]), [0]);
});

test('the class is the mean over the batch', () => {
  expectValues(new CategoricalHinge().apply(yTrue, yPred), 1.875);
  expect(CategoricalHinge.fromConfig({ name: 'h', reduction: 'none' }).apply(yTrue, yPred).shape).toEqual([2]);
});
