import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { MeanSquaredLogarithmicError, meanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, 2, 0.5],
  [3, 0.25, 4],
];
const yPred = [
  [0.5, 2.5, 2],
  [3.5, 1, 1],
];
const formula = meanOver((t, p) => (Math.log1p(t) - Math.log1p(p)) ** 2);

test('is its formula, and so is its gradient', () => {
  expectRowLoss(meanSquaredLogarithmicError, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = MeanSquaredLogarithmicError.fromConfig(
    new MeanSquaredLogarithmicError({ reduction: 'sum' }).getConfig(),
  );
  expect(loss).toBeInstanceOf(MeanSquaredLogarithmicError);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new MeanSquaredLogarithmicError().getConfig()).toEqual({
    name: 'mean_squared_logarithmic_error',
    reduction: 'sum_over_batch_size',
  });
});

test('takes negative values for 0', () => {
  expectValues(meanSquaredLogarithmicError([[-1, 0]], [[-3, Math.E - 1]]), [0.5]);
});
