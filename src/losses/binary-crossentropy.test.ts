import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { gradients } from '../tensor/gradients.ts';
import { BinaryCrossentropy, binaryCrossentropy } from './binary-crossentropy.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const entropy = (y: number, p: number) => -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
const yTrue = [
  [1, 0, 0.5],
  [0, 0, 1],
];

test('is its formula for probabilities, and so is its gradient', () => {
  const yPred = [
    [0.9, 0.2, 0.4],
    [0.7, 0.01, 0.3],
  ];
  expectRowLoss(binaryCrossentropy, meanOver(entropy), yTrue, yPred);
});

test.each([0, 0.2])('is its formula for logits, with label smoothing %f', (labelSmoothing) => {
  const yPred = [
    [0.9, -2, 0.4],
    [3, 0.01, -0.3],
  ];
  const smooth = (y: number) => y * (1 - labelSmoothing) + labelSmoothing / 2;
  const formula = meanOver((y, x) => entropy(smooth(y), sigmoid(x)));
  expectRowLoss((t, p) => binaryCrossentropy(t, p, { fromLogits: true, labelSmoothing }), formula, yTrue, yPred);
});

test('stays exact and finite for extreme logits', () => {
  const logits = ops.array([[100, -100, 100, -100]]);
  const loss = binaryCrossentropy([[1, 0, 0, 1]], logits, { fromLogits: true });
  const [gradient] = gradients(ops.sum(loss), [logits]);
  expectValues(loss, [50]);
  expectValues(gradient ?? [], [[0, 0, 0.25, -0.25]]);
});

test('the class takes one column of outputs with flat targets', () => {
  expectValues(new BinaryCrossentropy().apply([1, 0], [[0.5], [0.5]]), Math.LN2);
});

test('config goes both ways', () => {
  const config = {
    name: 'binary_crossentropy',
    reduction: 'sum',
    from_logits: true,
    label_smoothing: 0.1,
    axis: 0,
  };
  expect(BinaryCrossentropy.fromConfig(config).getConfig()).toEqual(config);
});

test('refuses wrong input', () => {
  expect(() => binaryCrossentropy([[1, 0]], [[0.5]])).toThrow(
    '`yTrue` and `yPred` must have the same shape. Received: yTrue of shape (1, 2), yPred of shape (1, 1)',
  );
  expect(() => new BinaryCrossentropy({ labelSmoothing: 2 })).toThrow('`labelSmoothing` must be a number from 0 to 1');
  expect(() => BinaryCrossentropy.fromConfig({ from_logits: 'yes' })).toThrow('`fromLogits` must be true or false');
  expect(() => BinaryCrossentropy.fromConfig({ from_logit: true })).toThrow(
    'Unknown option of BinaryCrossentropy. Did you mean "fromLogits"? Received: "fromLogit"',
  );
});
