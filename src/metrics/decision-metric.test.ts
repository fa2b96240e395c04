import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Precision } from './precision.ts';
import { Recall } from './recall.ts';

const yTrue = [1, 1, 0, 0, 1];
const yPred = [0.9, 0.8, 0.6, 0.1, 0.2];

test('precision is the share of right ones among the predicted, recall among the true', () => {
  const precision = new Precision();
  const recall = new Recall();
  for (const metric of [precision, recall]) metric.updateState(yTrue, yPred);
  expectValues(precision.result(), 2 / 3);
  expectValues(recall.result(), 2 / 3);
  for (const metric of [precision, recall]) metric.updateState([1, 0], [0.9, 0.9], { sampleWeight: [1, 3] });
  expectValues(precision.result(), 3 / 7);
  expectValues(recall.result(), 3 / 4);
});

test('both are 0 where there is nothing to divide by', () => {
  const precision = new Precision();
  precision.updateState([1], [0]);
  expectValues(precision.result(), 0);
  const recall = new Recall({ thresholds: [0.1, 0.5] });
  recall.updateState([0], [1]);
  expectValues(recall.result(), [0, 0]);
});

test('with topK alone, every prediction among the k largest is positive', () => {
  const precision = new Precision({ topK: 2 });
  precision.updateState([[0, 0, 1, 1]], [[0.01, 0.02, 0.04, 0.03]]);
  expectValues(precision.result(), 1);
});

test('configs go both ways', () => {
  const config = { name: 'r', dtype: 'float32', thresholds: [0.2, 0.7], top_k: 3, class_id: 1 };
  expect(Recall.fromConfig(config).getConfig()).toEqual(config);
  expect(() => new Recall({ topK: 0 })).toThrow('`topK` must be a positive integer');
  expect(() => new Recall({ classId: -1 })).toThrow('`classId` must be an integer that is not negative');
});
