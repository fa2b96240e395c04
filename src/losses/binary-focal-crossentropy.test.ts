import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { binaryCrossentropy } from './binary-crossentropy.ts';
import { BinaryFocalCrossentropy, binaryFocalCrossentropy } from './binary-focal-crossentropy.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const focal = (y: number, p: number, gamma: number) =>
  -((1 - (y * p + (1 - y) * (1 - p))) ** gamma) * (y * Math.log(p) + (1 - y) * Math.log(1 - p));
const yTrue = [
  [1, 0, 1],
  [0, 0, 1],
];
const yPred = [
  [0.9, 0.2, 0.4],
  [0.7, 0.01, 0.3],
];

test.each([0.5, 2, 3])('is its formula, and so is its gradient, for gamma %f', (gamma) => {
  expectRowLoss(
    (t, p) => binaryFocalCrossentropy(t, p, { gamma }),
    meanOver((y, p) => focal(y, p, gamma)),
    yTrue,
    yPred,
  );
});

test('weighs classes by alpha when asked to', () => {
  const options = { applyClassBalancing: true, alpha: 0.75, fromLogits: true };
  expectRowLoss(
    (t, p) => binaryFocalCrossentropy(t, p, options),
    meanOver((y, x) => (y * 0.75 + (1 - y) * 0.25) * focal(y, sigmoid(x), 2)),
    yTrue,
    [
      [0.9, -2, 0.4],
      [0.7, 0.01, -0.3],
    ],
  );
});

test('is crossentropy for gamma 0', () => {
  expectValues(new BinaryFocalCrossentropy({ gamma: 0, reduction: 'none' }).apply(yTrue, yPred), [
    ...binaryCrossentropy(yTrue, yPred).dataSync(),
  ]);
});

test('config goes both ways', () => {
  const config = {
    name: 'f',
    reduction: 'none',
    from_logits: false,
    label_smoothing: 0.1,
    axis: -1,
    apply_class_balancing: true,
    alpha: 0.1,
    gamma: 3,
  };
  expect(BinaryFocalCrossentropy.fromConfig(config).getConfig()).toEqual(config);
});
