import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { SparseTopKCategoricalAccuracy, sparseTopKCategoricalAccuracy } from './sparse-top-k-categorical-accuracy.ts';

const yPred = [
  [0.1, 0.9, 0.8],
  [0.05, 0.95, 0.5],
];

test.each([
  [1, [0, 0]],
  [2, [1, 0]],
  [9, [1, 1]],
])('among the best %i', (k, want) => {
  expectValues(sparseTopKCategoricalAccuracy([2, 0], yPred, { k }), want);
  expectValues(sparseTopKCategoricalAccuracy([[2], [0]], yPred, { k }), want);
});

test('steps stay', () => expectValues(sparseTopKCategoricalAccuracy([[2, 0]], [yPred], { k: 2 }), [[1, 0]]));

test('takes class numbers, best first', () => {
  const ids = [
    [1, 0, 2],
    [2, 1, 0],
  ];
  expectValues(sparseTopKCategoricalAccuracy([0, 0], ids, { k: 2, fromSortedIds: true }), [1, 0]);
  expectValues(sparseTopKCategoricalAccuracy([0, 0], ids, { k: 7, fromSortedIds: true }), [1, 1]);
});

test('the config is as Keras writes it', () => {
  const name = 'sparse_top_k_categorical_accuracy';
  expect(new SparseTopKCategoricalAccuracy().getConfig()).toEqual({ name, dtype: 'float32', k: 5 });
  const metric = SparseTopKCategoricalAccuracy.fromConfig({ k: 2, from_sorted_ids: true });
  expect(metric.getConfig()).toEqual({ name, dtype: 'float32', k: 2, from_sorted_ids: true });
});
