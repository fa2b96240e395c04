import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { TopKCategoricalAccuracy, topKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';

const yTrue = [
  [0, 0, 1],
  [1, 0, 0],
];
const yPred = [
  [0.1, 0.9, 0.8],
  [0.05, 0.95, 0.5],
];

test.each([
  [1, [0, 0]],
  [2, [1, 0]],
  [3, [1, 1]],
])('among the best %i', (k, want) => expectValues(topKCategoricalAccuracy(yTrue, yPred, { k }), want));

test('equal scores all count as inside', () => {
  expectValues(topKCategoricalAccuracy([[0, 0, 1]], [[0.5, 0.5, 0.5]], { k: 1 }), [1]);
});

test('the class is the weighted share, and k is 5 unless given', () => {
  const accuracy = TopKCategoricalAccuracy.fromConfig({ k: 2 });
  accuracy.updateState(yTrue, yPred, { sampleWeight: [0.7, 0.3] });
  expectValues(accuracy.result(), 0.7);
  expect(new TopKCategoricalAccuracy().k).toBe(5);
  expect(() => new TopKCategoricalAccuracy({ k: 0 })).toThrow('`k` must be a positive integer. Received: k=0');
});
