import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { LogCosh, logCosh } from './log-cosh.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, -2, 0.5],
  [3, 0.25, -1],
];
const yPred = [
  [0.5, -2.5, 2],
  [3.5, 1, 1],
];
const formula = meanOver((t, p) => Math.log(Math.cosh(p - t)));

test('is its formula, and so is its gradient', () => {
  expectRowLoss(logCosh, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = LogCosh.fromConfig(new LogCosh({ reduction: 'sum' }).getConfig());
  expect(loss).toBeInstanceOf(LogCosh);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new LogCosh().getConfig()).toEqual({ name: 'log_cosh', reduction: 'sum_over_batch_size' });
});

test('is |error| - log 2 for large errors, where cosh overflows', () => {
  expectValues(logCosh([[0, 0]], [[200, -200]]), [200 - Math.LN2]);
});
