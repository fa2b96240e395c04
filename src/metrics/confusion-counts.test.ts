import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { type CountOptions, confusionCounts } from './confusion-counts.ts';
import { evenThresholds, thresholdList } from './thresholds.ts';

const count = (
  yTrue: Parameters<typeof ops.array>[0],
  yPred: Parameters<typeof ops.array>[0],
  options: Partial<CountOptions> = {},
) =>
  confusionCounts(ops.array(yTrue), ops.array(yPred), {
    thresholds: thresholdList(null, 0.5),
    sampleWeight: null,
    ...options,
  });

test('counts right and wrong decisions; a prediction on the threshold is negative', () => {
  const counts = count([1, 1, 0, 0, 1], [0.9, 0.5, 0.6, 0.1, 0.2]);
  expectValues(counts.truePositives, [1]);
  expectValues(counts.falseNegatives, [2]);
  expectValues(counts.falsePositives, [1]);
  expectValues(counts.trueNegatives, [1]);
});

test('counts at each of several thresholds, even or not', () => {
  const yTrue = [1, 1, 0];
  const yPred = [0.9, 0.4, 0.5];
  expectValues(count(yTrue, yPred, { thresholds: thresholdList([0.3, 0.45, 0.95], 0.5) }).truePositives, [2, 1, 0]);
  const even = count(yTrue, yPred, { thresholds: evenThresholds(3) });
  expectValues(even.truePositives, [2, 1, 0]);
  expectValues(even.falsePositives, [1, 0, 0]);
});

test('weighs samples, whose weights belong to the first axis', () => {
  const yTrue = [
    [1, 0],
    [1, 1],
  ];
  const yPred = [
    [0.9, 0.8],
    [0.1, 0.7],
  ];
  for (const sampleWeight of [ops.array([2, 0.5]), ops.array([[2], [0.5]])]) {
    const counts = count(yTrue, yPred, { sampleWeight });
    expectValues(counts.truePositives, [2.5]);
    expectValues(counts.falsePositives, [2]);
    expectValues(counts.falseNegatives, [0.5]);
  }
  expectValues(count([1, 0], [[0.9], [0.8]], { sampleWeight: ops.array([3, 2]) }).truePositives, [3]);
});

test('looks at the k largest predictions, or at one class', () => {
  const yTrue = [
    [1, 0, 1],
    [0, 1, 1],
  ];
  const yPred = [
    [0.9, 0.8, 0.7],
    [0.6, 0.9, 0.55],
  ];
  expectValues(count(yTrue, yPred, { topK: 2 }).truePositives, [2]);
  expectValues(count(yTrue, yPred, { classId: 2 }).truePositives, [2]);
  expect(() => count(yTrue, yPred, { classId: 3 })).toThrow(
    '`classId` must be one of the 3 classes of predictions [batch, classes]. Received: classId=3',
  );
});

test('counts labels one by one, or weighs them', () => {
  const yTrue = [
    [1, 0],
    [1, 1],
  ];
  const yPred = [
    [0.9, 0.8],
    [0.1, 0.7],
  ];
  expectValues(count(yTrue, yPred, { multiLabel: true }).truePositives, [[1, 1]]);
  expectValues(count(yTrue, yPred, { labelWeights: [2, 5] }).truePositives, [7]);
});

test('refuses shapes that differ', () => {
  expect(() => count([1, 0], [0.1, 0.2, 0.3])).toThrow(
    '`yTrue` and `yPred` must have the same shape. Received: yTrue of shape (2,), yPred of shape (3,)',
  );
});
