import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { gradients } from '../tensor/gradients.ts';
import { getMask } from '../tensor/mask.ts';
import { categoricalCrossentropy } from './categorical-crossentropy.ts';
import { SparseCategoricalCrossentropy, sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';

const labels = [2, 0];
const oneHot = [
  [0, 0, 1],
  [1, 0, 0],
];
const scores = [
  [0.2, 0.7, 0.3],
  [0.1, 0.4, 0.2],
];

describe.each([false, true])('from logits %s', (fromLogits) => {
  test('is categorical crossentropy with one-hot targets, gradient and all', () => {
    const pred = ops.array(scores);
    const sparse = sparseCategoricalCrossentropy(labels, pred, { fromLogits });
    const dense = categoricalCrossentropy(oneHot, pred, { fromLogits });
    // Gradients first: a tensor that has been evaluated is a constant.
    const [a] = gradients(ops.sum(sparse), [pred]);
    const [b] = gradients(ops.sum(dense), [pred]);
    expectValues(sparse, [...dense.dataSync()]);
    expectValues(ops.subtract(a ?? [], b ?? []), [
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  test('labels may be a column, integers or floats', () => {
    const want = [...sparseCategoricalCrossentropy(labels, scores, { fromLogits }).dataSync()];
    const column = ops.array([[2], [0]]);
    expectValues(sparseCategoricalCrossentropy(column, scores, { fromLogits }), want);
    expectValues(sparseCategoricalCrossentropy(ops.cast(column, 'int32'), scores, { fromLogits }), want);
    expectValues(sparseCategoricalCrossentropy(new Uint8Array(labels), scores, { fromLogits }), want);
  });
});

test('a logit of minus infinity of another class does no harm', () => {
  const loss = sparseCategoricalCrossentropy([0], [[0, Number.NEGATIVE_INFINITY]], { fromLogits: true });
  expectValues(loss, [0]);
});

test('the classes may lie along another axis', () => {
  const loss = new SparseCategoricalCrossentropy({ axis: 1, fromLogits: true });
  expectValues(loss.apply(ops.zeros([2, 5]), ops.zeros([2, 4, 5])), Math.log(4));
  expect(loss.getConfig().axis).toBe(1);
  expect(new SparseCategoricalCrossentropy().getConfig()).toEqual({
    name: 'sparse_categorical_crossentropy',
    reduction: 'sum_over_batch_size',
    from_logits: false,
    ignore_class: null,
  });
});

test('samples of the ignored class do not count', () => {
  const loss = new SparseCategoricalCrossentropy({ ignoreClass: -1, fromLogits: true });
  const pred = ops.array([
    [0, 0],
    [5, -5],
  ]);
  const value = loss.apply([0, -1], pred);
  const [gradient] = gradients(value, [pred]);
  expectValues(value, Math.LN2);
  expectValues(gradient ?? [], [
    [-0.5, 0.5],
    [0, 0],
  ]);
  const samples = sparseCategoricalCrossentropy([0, -1], pred, { ignoreClass: -1, fromLogits: true });
  expectValues(getMask(samples) ?? [], [1, 0]);
});

test('refuses labels that do not fit the predictions', () => {
  expect(() => sparseCategoricalCrossentropy([0, 1, 1], scores)).toThrow(
    '`yTrue` must hold one class number for each prediction, so have shape (2,) for yPred of shape (2, 3). Received: yTrue of shape (3,)',
  );
  expect(() => new SparseCategoricalCrossentropy({ ignoreClass: 0.5 })).toThrow('`ignoreClass` must be an integer');
});
