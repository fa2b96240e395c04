import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { R2Score, type R2ScoreOptions } from './r2-score.ts';

const yTrue = [[1], [4], [3]];
const yPred = [[2], [4], [4]];

test('is one minus the residual over the spread, over all batches', () => {
  const metric = new R2Score();
  expectValues(metric.result(), 0);
  metric.updateState(yTrue.slice(0, 1), yPred.slice(0, 1));
  metric.updateState(yTrue.slice(1), yPred.slice(1));
  // Mean 8/3, spread 14/3, residual 2.
  expectValues(metric.result(), 1 - 6 / 14);
  metric.resetState();
  metric.updateState(yTrue, yTrue);
  expectValues(metric.result(), 1);
});

test('weighs samples', () => {
  const metric = new R2Score();
  metric.updateState([...yTrue, [100]], [...yPred, [0]], { sampleWeight: [1, 1, 1, 0] });
  expectValues(metric.result(), 1 - 6 / 14);
});

test.each<[R2ScoreOptions, number | number[]]>([
  [{ classAggregation: null }, [4 / 7, 0.5]],
  [{ classAggregation: 'uniform_average' }, (4 / 7 + 0.5) / 2],
  // Spreads 14/3 and 2.
  [{ classAggregation: 'variance_weighted_average' }, (14 / 3 - 2 + 1) / (14 / 3 + 2)],
])('several outputs with %j', (options, want) => {
  const metric = new R2Score(options);
  metric.updateState(
    [
      [1, 0],
      [4, 1],
      [3, 2],
    ],
    [
      [2, 0],
      [4, 2],
      [4, 2],
    ],
  );
  expectValues(metric.result(), want, 1e-5);
});

test('is adjusted for the number of regressors, where there are samples enough', () => {
  const adjusted = new R2Score({ numRegressors: 1 });
  adjusted.updateState(yTrue, yPred);
  expectValues(adjusted.result(), 1 - (3 / 7) * 2, 1e-5);
  const few = new R2Score({ numRegressors: 2 });
  few.updateState(yTrue, yPred);
  expectValues(few.result(), 4 / 7);
});

test('refuses wrong input', () => {
  expect(() => new R2Score({ numRegressors: -1 })).toThrow('`numRegressors` must be an integer that is not negative');
  expect(() => new R2Score({ classAggregation: 'mean' } as never)).toThrow('`classAggregation` must be one of');
  expect(() => new R2Score().updateState([1, 2], [1, 2])).toThrow('must both have shape [batch, outputs]');
  expect(() => new R2Score().updateState(yTrue, yPred, { sampleWeight: [1, 2] })).toThrow('`sampleWeight`');
});
