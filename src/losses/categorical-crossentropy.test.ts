import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { CategoricalCrossentropy, categoricalCrossentropy } from './categorical-crossentropy.ts';
import { expectRowLoss, type Row } from './testing/check-loss.ts';

const total = (row: Row) => row.reduce((sum, x) => sum + x, 0);
const entropy = (y: Row, p: Row) => -total(p.map((x, i) => (y[i] ?? 0) * Math.log(x / total(p))));
const yTrue = [
  [0, 1, 0],
  [0.5, 0.25, 0.25],
];

test('is its formula for probabilities that need not sum to 1, and so is its gradient', () => {
  expectRowLoss(categoricalCrossentropy, entropy, yTrue, [
    [0.2, 0.7, 0.3],
    [0.1, 0.4, 0.2],
  ]);
});

test.each([0, 0.3])('is its formula for logits, with label smoothing %f', (labelSmoothing) => {
  const formula = (y: Row, x: Row) =>
    entropy(
      y.map((t) => t * (1 - labelSmoothing) + labelSmoothing / 3),
      x.map(Math.exp),
    );
  expectRowLoss((t, p) => categoricalCrossentropy(t, p, { fromLogits: true, labelSmoothing }), formula, yTrue, [
    [1, -2, 0.3],
    [0.1, 4, 0.2],
  ]);
});

test('is finite for a row of zeros, for zero probabilities and for huge logits', () => {
  expectValues(categoricalCrossentropy([[1, 0]], [[0, 0]]), [Math.log(1e7)]);
  expectValues(categoricalCrossentropy([[1, 0]], [[0, 1]]), [Math.log(1e7)]);
  expectValues(categoricalCrossentropy([[1, 0]], [[-500, 500]], { fromLogits: true }), [1000]);
});

test('the classes may lie along another axis', () => {
  const loss = new CategoricalCrossentropy({ axis: 1, fromLogits: true, reduction: 'none' });
  expectValues(loss.apply(ops.ones([2, 4, 3]), ops.zeros([2, 4, 3])), [
    [4 * Math.log(4), 4 * Math.log(4), 4 * Math.log(4)],
    [4 * Math.log(4), 4 * Math.log(4), 4 * Math.log(4)],
  ]);
});

test('config goes both ways; class numbers are refused', () => {
  const config = { name: 'c', reduction: 'sum', from_logits: true, label_smoothing: 0.1, axis: 1 };
  expect(CategoricalCrossentropy.fromConfig(config).getConfig()).toEqual(config);
  expect(() => new CategoricalCrossentropy().apply([1, 0], [[0.5, 0.5]])).toThrow('must have the same shape');
});
