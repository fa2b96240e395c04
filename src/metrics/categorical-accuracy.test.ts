import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { CategoricalAccuracy, categoricalAccuracy } from './categorical-accuracy.ts';

const yTrue = [
  [0, 0, 1],
  [0, 1, 0],
];
const yPred = [
  [0.1, 0.9, 0.8],
  [0.05, 0.95, 0],
];

test('is 1 where the largest score is at the one', () => {
  expectValues(categoricalAccuracy(yTrue, yPred), [0, 1]);
  expectValues(categoricalAccuracy(ops.array([yTrue]), ops.array([yPred])), [[0, 1]]);
});

test('the class is the weighted share', () => {
  const accuracy = new CategoricalAccuracy();
  accuracy.updateState(yTrue, yPred, { sampleWeight: [0.7, 0.3] });
  expectValues(accuracy.result(), 0.3);
});

test('class numbers are refused', () => {
  expect(() => categoricalAccuracy([2, 1], yPred)).toThrow(
    '`yTrue` and `yPred` must have the same shape. Received: yTrue of shape (2,), yPred of shape (2, 3)',
  );
});
