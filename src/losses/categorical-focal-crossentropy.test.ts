import { expect, test } from 'vitest';
import { CategoricalFocalCrossentropy, categoricalFocalCrossentropy } from './categorical-focal-crossentropy.ts';
import { expectRowLoss, type Row } from './testing/check-loss.ts';

const total = (row: Row) => row.reduce((sum, x) => sum + x, 0);
const focal = (alpha: Row, gamma: number) => (y: Row, p: Row) =>
  total(p.map((x, i) => -(alpha[i] ?? 0) * (1 - x / total(p)) ** gamma * (y[i] ?? 0) * Math.log(x / total(p))));
const yTrue = [
  [0, 1, 0],
  [0.5, 0.25, 0.25],
];
const yPred = [
  [0.2, 0.7, 0.3],
  [0.1, 0.4, 0.2],
];

test('is its formula, and so is its gradient', () => {
  expectRowLoss(categoricalFocalCrossentropy, focal([0.25, 0.25, 0.25], 2), yTrue, yPred);
});

test('takes a weight for each class, and logits', () => {
  const alpha = [0.1, 0.5, 2];
  expectRowLoss(
    (t, p) => categoricalFocalCrossentropy(t, p, { alpha, gamma: 1, fromLogits: true }),
    (y, x) => focal(alpha, 1)(y, x.map(Math.exp)),
    yTrue,
    yPred,
  );
});

test('config goes both ways', () => {
  const config = {
    name: 'c',
    reduction: 'sum',
    from_logits: true,
    label_smoothing: 0.1,
    axis: -1,
    alpha: [0.1, 0.9],
    gamma: 1,
  };
  expect(CategoricalFocalCrossentropy.fromConfig(config).getConfig()).toEqual(config);
});

test('refuses weights that are no numbers', () => {
  expect(() => CategoricalFocalCrossentropy.fromConfig({ alpha: ['a'] })).toThrow('`alpha` must be a finite number');
  expect(() => new CategoricalFocalCrossentropy({ alpha: [] })).toThrow('one number for each class');
});
