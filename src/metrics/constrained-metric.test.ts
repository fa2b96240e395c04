import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { PrecisionAtRecall } from './precision-at-recall.ts';
import { RecallAtPrecision } from './recall-at-precision.ts';
import { SensitivityAtSpecificity } from './sensitivity-at-specificity.ts';
import { SpecificityAtSensitivity } from './specificity-at-sensitivity.ts';

const yTrue = [0, 0, 0, 1, 1];
const yPred = [0, 0.3, 0.8, 0.3, 0.8];

// Keras's own examples.
test.each([
  [new PrecisionAtRecall(0.5), 0.5],
  [new RecallAtPrecision(0.5), 1],
  [new SensitivityAtSpecificity(0.5), 0.5],
  [new SpecificityAtSensitivity(0.5), 2 / 3],
])('%s', (metric, want) => {
  metric.updateState(yTrue, yPred);
  expectValues(metric.result(), want);
  metric.resetState();
  expectValues(metric.result(), 0);
});

test('a constraint that no threshold meets gives 0', () => {
  const metric = new RecallAtPrecision(1);
  metric.updateState([0, 1], [0.9, 0.1]);
  expectValues(metric.result(), 0);
});

test('configs go both ways', () => {
  const config = { name: 'p', dtype: 'float32', class_id: 1, num_thresholds: 7, recall: 0.25 };
  expect(PrecisionAtRecall.fromConfig(config).getConfig()).toEqual(config);
  expect(SpecificityAtSensitivity.fromConfig({ sensitivity: 0.1 }).value).toBe(0.1);
});

test('refuses wrong arguments', () => {
  expect(() => new PrecisionAtRecall(1.5)).toThrow('`recall` must be a number from 0 to 1. Received: recall=1.5');
  expect(() => PrecisionAtRecall.fromConfig({})).toThrow('`recall` must be a number');
  expect(() => new RecallAtPrecision(0.5, { numThresholds: 0 })).toThrow('`numThresholds` must be a positive integer');
});
