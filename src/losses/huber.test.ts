import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Huber, huber } from './huber.ts';
import { expectRowLoss, meanOver } from './testing/check-loss.ts';

const formula = (delta: number) =>
  meanOver((t, p) => {
    const error = Math.abs(t - p);
    return error <= delta ? error ** 2 / 2 : delta * error - delta ** 2 / 2;
  });
const yTrue = [
  [1, -2],
  [3, 0.25],
];
const yPred = [
  [0.5, -4.5],
  [3.5, 1],
];

test.each([0.25, 1, 2])('is its formula, and so is its gradient, for delta %f', (delta) => {
  expectRowLoss((t, p) => huber(t, p, { delta }), formula(delta), yTrue, yPred);
});

test('the class keeps delta in its config, where it is not the default', () => {
  expect(new Huber().getConfig()).toEqual({ name: 'huber_loss', reduction: 'sum_over_batch_size' });
  const loss = Huber.fromConfig(new Huber({ delta: 2, name: 'mine' }).getConfig());
  expect(loss.getConfig()).toEqual({ name: 'mine', reduction: 'sum_over_batch_size', delta: 2 });
  expectValues(loss.apply([[0]], [[3]]), 4);
});

test('refuses a delta that is not positive', () => {
  expect(() => new Huber({ delta: 0 })).toThrow('`delta` must be a positive number. Received: delta=0');
  expect(() => huber([[0]], [[1]], { delta: Number.NaN })).toThrow('`delta` must be a positive number');
});
