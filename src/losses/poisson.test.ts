import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Poisson, poisson } from './poisson.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, 2, 0.5],
  [3, 0.25, 4],
];
const yPred = [
  [0.5, 2.5, 2],
  [3.5, 1, 1],
];
const formula = meanOver((t, p) => p - t * Math.log(p + 1e-7));

test('is its formula, and so is its gradient', () => {
  expectRowLoss(poisson, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = Poisson.fromConfig(new Poisson({ reduction: 'sum' }).getConfig());
  expect(loss).toBeInstanceOf(Poisson);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new Poisson().getConfig()).toEqual({ name: 'poisson', reduction: 'sum_over_batch_size' });
});
