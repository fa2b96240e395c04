import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { MeanAbsoluteError, meanAbsoluteError } from './mean-absolute-error.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, -2, 0.5],
  [3, 0.25, -1],
];
const yPred = [
  [0.5, -2.5, 2],
  [3.5, 1, 1],
];
const formula = meanOver((t, p) => Math.abs(t - p));

test('is its formula, and so is its gradient', () => {
  expectRowLoss(meanAbsoluteError, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = MeanAbsoluteError.fromConfig(new MeanAbsoluteError({ reduction: 'sum' }).getConfig());
  expect(loss).toBeInstanceOf(MeanAbsoluteError);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new MeanAbsoluteError().getConfig()).toEqual({
    name: 'mean_absolute_error',
    reduction: 'sum_over_batch_size',
  });
});
