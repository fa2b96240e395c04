import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { MeanAbsolutePercentageError, meanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, -2, 0.5],
  [3, 0.25, -1],
];
const yPred = [
  [0.5, -2.5, 2],
  [3.5, 1, 1],
];
const formula = meanOver((t, p) => 100 * Math.abs((t - p) / t));

test('is its formula, and so is its gradient', () => {
  expectRowLoss(meanAbsolutePercentageError, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = MeanAbsolutePercentageError.fromConfig(
    new MeanAbsolutePercentageError({ reduction: 'sum' }).getConfig(),
  );
  expect(loss).toBeInstanceOf(MeanAbsolutePercentageError);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new MeanAbsolutePercentageError().getConfig()).toEqual({
    name: 'mean_absolute_percentage_error',
    reduction: 'sum_over_batch_size',
  });
});

test('stays finite where a target is 0', () => {
  expectValues(meanAbsolutePercentageError([[0]], [[0.5]]), [5e8]);
});
