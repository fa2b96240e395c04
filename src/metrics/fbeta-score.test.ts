import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { F1Score } from './f1-score.ts';
import { FBetaScore } from './fbeta-score.ts';

const yTrue = [
  [1, 1, 1],
  [1, 0, 0],
  [1, 1, 0],
];
const yPred = [
  [0.2, 0.6, 0.7],
  [0.2, 0.6, 0.6],
  [0.6, 0.8, 0],
];
// By class: precision 1, 2/3, 1/2; recall 1/3, 1, 1.
const scoreOf = (p: number, r: number, beta: number) => ((1 + beta ** 2) * p * r) / (beta ** 2 * p + r);
const byClass = (beta: number) => [scoreOf(1, 1 / 3, beta), scoreOf(2 / 3, 1, beta), scoreOf(1 / 2, 1, beta)];

test.each([0.5, 1, 2])('weighs recall by beta %f', (beta) => {
  const metric = new FBetaScore({ beta, threshold: 0.5 });
  expectValues(metric.result(), 0);
  metric.updateState(yTrue, yPred);
  expectValues(metric.result(), byClass(beta));
});

test('averages', () => {
  const [a = 0, b = 0, c = 0] = byClass(1);
  for (const [average, want] of [
    ['macro', (a + b + c) / 3],
    ['weighted', (3 * a + 2 * b + c) / 6],
    ['micro', scoreOf(4 / 6, 4 / 6, 1)],
  ] as const) {
    const metric = new F1Score({ average, threshold: 0.5 });
    metric.updateState(yTrue, yPred);
    expectValues(metric.result(), want);
  }
});

test('without a threshold the largest score is the prediction', () => {
  const metric = new F1Score();
  metric.updateState(
    [
      [1, 0],
      [0, 1],
      [0, 1],
    ],
    [
      [0.3, 0.2],
      [0.9, 0.1],
      [0.1, 0.2],
    ],
  );
  expectValues(metric.result(), [2 / 3, 2 / 3]);
});

test('weighs samples', () => {
  const metric = new F1Score({ threshold: 0.5, average: 'micro' });
  metric.updateState(yTrue, yPred, { sampleWeight: [0, 0, 1] });
  expectValues(metric.result(), 1);
  expect(() => metric.updateState(yTrue, yPred, { sampleWeight: [1, 1] })).toThrow(
    '`sampleWeight` must be of shape (3,)',
  );
});

test('configs go both ways; F1 has no beta', () => {
  const config = { name: 'f', dtype: 'float32', average: 'macro', beta: 2, threshold: 0.4 };
  expect(FBetaScore.fromConfig(config).getConfig()).toEqual(config);
  expect(new F1Score().getConfig()).toEqual({ name: 'f1_score', dtype: 'float32', average: null, threshold: null });
  expect(() => new F1Score({ beta: 2 } as never)).toThrow('Unknown option of F1Score');
});

test('refuses wrong input', () => {
  expect(() => new FBetaScore({ average: 'mean' } as never)).toThrow('`average` must be one of "micro", "macro"');
  expect(() => new FBetaScore({ beta: 0 })).toThrow('`beta` must be a positive number');
  expect(() => new FBetaScore({ threshold: 0 })).toThrow('`threshold` must be a number above 0 and at most 1');
  expect(() => new F1Score().updateState([1, 0], [1, 0])).toThrow('must both have shape [batch, classes]');
  const metric = new F1Score();
  metric.updateState([[1, 0]], [[1, 0]]);
  expect(() => metric.updateState([[1, 0, 0]], [[1, 0, 0]])).toThrow('classes, as before');
});
