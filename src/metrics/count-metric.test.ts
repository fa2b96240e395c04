import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { FalseNegatives } from './false-negatives.ts';
import { FalsePositives } from './false-positives.ts';
import { TrueNegatives } from './true-negatives.ts';
import { TruePositives } from './true-positives.ts';

const yTrue = [1, 1, 0, 0, 1];
const yPred = [0.9, 0.8, 0.6, 0.1, 0.2];

test.each([
  [TruePositives, 2, [3, 2]],
  [TrueNegatives, 1, [0, 2]],
  [FalsePositives, 1, [2, 0]],
  [FalseNegatives, 1, [0, 1]],
])('%o', (Count, one, several) => {
  const metric = new Count();
  metric.updateState(yTrue, yPred);
  expectValues(metric.result(), one);
  metric.updateState(yTrue, yPred, { sampleWeight: [0, 0, 0, 0, 0] });
  expectValues(metric.result(), one);
  const list = new Count({ thresholds: [0.05, 0.7] });
  list.updateState(yTrue, yPred);
  expectValues(list.result(), several);
  list.resetState();
  expectValues(list.result(), [0, 0]);
});

test('the config holds the thresholds as they were given', () => {
  const config = { name: 'tp', dtype: 'float32', thresholds: [0.05, 0.7] };
  expect(TruePositives.fromConfig(config).getConfig()).toEqual(config);
  expect(new TruePositives().getConfig().thresholds).toBeNull();
});

test('thresholds outside of 0 to 1 are refused', () => {
  expect(() => new TruePositives({ thresholds: 2 })).toThrow('`thresholds` must be a number from 0 to 1');
});
