import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Hinge, hinge } from './hinge.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const yTrue = [
  [1, -1, 1],
  [-1, -1, 1],
];
const yPred = [
  [0.5, -2.5, -2],
  [3.5, 0.3, 1.2],
];
const formula = meanOver((t, p) => Math.max(1 - t * p, 0));

test('is its formula, and so is its gradient', () => {
  expectRowLoss(hinge, formula, yTrue, yPred);
});

test('the class is the mean over the batch, and reads its own config', () => {
  const loss = Hinge.fromConfig(new Hinge({ reduction: 'sum' }).getConfig());
  expect(loss).toBeInstanceOf(Hinge);
  expectValues(
    loss.apply(yTrue, yPred),
    yPred.reduce((sum, row, i) => sum + formula(yTrue[i] ?? [], row), 0),
  );
  expect(new Hinge().getConfig()).toEqual({ name: 'hinge', reduction: 'sum_over_batch_size' });
});

test('takes labels of 0 and 1 for -1 and 1, and leaves others', () => {
  expectValues(hinge([[0, 1]], [[0.5, 0.5]]), [1]);
  expectValues(hinge([[-1, 1]], [[0.5, 0.5]]), [1]);
  expectValues(hinge([[0, 2]], [[0.5, 0.25]]), [0.75]);
});
