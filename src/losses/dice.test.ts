import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Dice, dice } from './dice.ts';

const yTrue = [
  [1, 0, 1],
  [0, 0, 1],
];
const yPred = [
  [0.5, 0.25, 1],
  [0, 0.5, 0.5],
];

test('is 1 minus twice the overlap over the sum of both', () => {
  expectValues(dice(yTrue, yPred), 1 - (2 * 2) / (3 + 2.75));
  expectValues(dice(yTrue, yTrue), 0);
});

test('compares over some axes alone', () => {
  const loss = Dice.fromConfig(new Dice({ axis: [1], reduction: 'none' }).getConfig());
  expectValues(loss.apply(yTrue, yPred), [1 - 3 / 3.75, 1 - 1 / 2]);
});

test('refuses axes that are none', () => {
  expect(() => Dice.fromConfig({ axis: 'all' })).toThrow('`axis` must be an integer');
});
