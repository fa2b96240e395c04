import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { dice } from './dice.ts';
import { Tversky, tversky } from './tversky.ts';

const yTrue = [
  [1, 0, 1],
  [0, 0, 1],
];
const yPred = [
  [0.5, 0.25, 1],
  [0, 0.5, 0.5],
];

test('weighs what was missed and false alarms', () => {
  // Hits 2, missed 1, false alarms 0.75.
  expectValues(tversky(yTrue, yPred, { alpha: 0.2, beta: 0.6 }), 1 - 2 / (2 + 0.2 + 0.45));
});

test('is the Dice loss for equal weights of one half', () => {
  expectValues(tversky(yTrue, yPred), dice(yTrue, yPred).dataSync()[0] ?? Number.NaN);
});

test('compares over some axes alone', () => {
  const loss = Tversky.fromConfig(new Tversky({ axis: [1], reduction: 'none' }).getConfig());
  expectValues(loss.apply(yTrue, yPred), [1 - 1.5 / 1.875, 1 - 0.5 / 1]);
  expect(() => Tversky.fromConfig({ axis: ['rows'] })).toThrow('`axis` must be an integer');
});

test('is 1 where there is nothing to find and nothing found, not NaN', () => {
  expectValues(tversky([[0, 0]], [[0, 0]]), 1);
});
