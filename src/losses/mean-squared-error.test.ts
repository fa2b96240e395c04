import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { MeanSquaredError, meanSquaredError } from './mean-squared-error.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, -2, 0.5],
  [3, 0.25, -1],
];
const yPred = [
  [0.5, -2.5, 2],
  [3.5, 1, 1],
];
const formula = meanOver((t, p) => (t - p) ** 2);

test('is its formula, and so is its gradient', () => {
  expectRowLoss(meanSquaredError, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = MeanSquaredError.fromConfig(new MeanSquaredError({ reduction: 'sum' }).getConfig());
  expect(loss).toBeInstanceOf(MeanSquaredError);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new MeanSquaredError().getConfig()).toEqual({ name: 'mean_squared_error', reduction: 'sum_over_batch_size' });
});

test('takes targets of either rank for one output', () => {
  expectValues(meanSquaredError([1, 2], [[1.5], [1]]), [0.25, 1]);
  expectValues(new MeanSquaredError().apply([[1], [2]], [1.5, 1]), 0.625);
});

test('refuses shapes that do not fit, naming both', () => {
  expect(() => meanSquaredError([[1, 2]], [[1, 2, 3]])).toThrow(
    '`yTrue` and `yPred` must have shapes that can be broadcast together. Received: yTrue of shape (1, 2), yPred of shape (1, 3)',
  );
  expect(() => meanSquaredError(1, 2)).toThrow('`yPred` must be a tensor with at least one axis');
});
