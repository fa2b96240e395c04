import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { SquaredHinge, squaredHinge } from './squared-hinge.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, -1, 1],
  [-1, -1, 1],
];
const yPred = [
  [0.5, -2.5, -2],
  [3.5, 0.3, 1.2],
];
const formula = meanOver((t, p) => Math.max(1 - t * p, 0) ** 2);

test('is its formula, and so is its gradient', () => {
  expectRowLoss(squaredHinge, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = SquaredHinge.fromConfig(new SquaredHinge({ reduction: 'sum' }).getConfig());
  expect(loss).toBeInstanceOf(SquaredHinge);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new SquaredHinge().getConfig()).toEqual({ name: 'squared_hinge', reduction: 'sum_over_batch_size' });
});
