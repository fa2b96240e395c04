import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { KLDivergence, klDivergence } from './kl-divergence.ts';
import { expectRowLoss, sumOver } from './testing/check-loss.ts';

const yTrue = [
  [0.2, 0.3, 0.5],
  [0.7, 0.1, 0.2],
];
const yPred = [
  [0.1, 0.6, 0.3],
  [0.4, 0.4, 0.2],
];
const formula = sumOver((t, p) => t * Math.log(t / p));

test('is its formula, and so is its gradient', () => {
  expectRowLoss(klDivergence, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = KLDivergence.fromConfig(new KLDivergence({ reduction: 'sum' }).getConfig());
  expect(loss).toBeInstanceOf(KLDivergence);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new KLDivergence().getConfig()).toEqual({ name: 'kl_divergence', reduction: 'sum_over_batch_size' });
});

test('is finite for probabilities of 0', () => {
  expectValues(klDivergence([[1, 0]], [[0, 1]]), [Math.log(1e7) + 1e-7 * Math.log(1e-7)], 1e-5);
});
