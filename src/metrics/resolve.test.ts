import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { classNameOf } from '../support/naming.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Mean } from './mean.ts';
import { MeanMetricWrapper } from './mean-metric-wrapper.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { type CompileMetric, resolveMetric } from './resolve.ts';

describe('names that fit the shapes', () => {
  test.each<[CompileMetric, (number | null)[], (number | null)[], string]>([
    ['accuracy', [null, 1], [null, 1], 'BinaryAccuracy'],
    ['acc', [null], [null, 10], 'SparseCategoricalAccuracy'],
    ['accuracy', [null, 1], [null, 10], 'SparseCategoricalAccuracy'],
    ['accuracy', [null, 10], [null, 10], 'CategoricalAccuracy'],
    ['crossentropy', [null], [null, 1], 'BinaryCrossentropy'],
    ['ce', [null, 5], [null, 5, 10], 'SparseCategoricalCrossentropy'],
    ['crossentropy', [null, 10], [null, 10], 'CategoricalCrossentropy'],
  ])('%s for targets %j and predictions %j is %s', (name, yTrue, yPred, want) => {
    const metric = resolveMetric(name, yTrue, yPred);
    expect(classNameOf(metric)).toBe(want);
    expect(metric.name).toBe(name);
  });
});

test('a metric given by name is logged under that name', () => {
  expect(resolveMetric('mse', [null, 1], [null, 1]).name).toBe('mse');
  expect(resolveMetric('MeanSquaredError', [null, 1], [null, 1]).name).toBe('MeanSquaredError');
  expect(resolveMetric('huber', [null, 1], [null, 1]).name).toBe('huber');
});

test('objects are returned as they are; functions are averaged under their own name', () => {
  const metric = new MeanSquaredError({ name: 'mine' });
  expect(resolveMetric(metric, [null, 1], [null, 1])).toBe(metric);
  const bias = (yTrue: Tensor, yPred: Tensor) => ops.subtract(yPred, yTrue);
  const wrapped = resolveMetric(bias, [null, 1], [null, 1]);
  expect(wrapped).toBeInstanceOf(MeanMetricWrapper);
  expect(wrapped.name).toBe('bias');
  wrapped.updateState([[1], [2]], [[2], [5]]);
  expectValues(wrapped.result(), 2);
});

test('refuses unknown names, and metrics of values alone', () => {
  expect(() => resolveMetric('acuracy' as never, [null], [null, 1])).toThrow('Did you mean "accuracy"?');
  expect(() => resolveMetric('mean', [null], [null, 1])).toThrow(
    '`metrics` must be metrics of targets and predictions. Received: metrics=Mean',
  );
  expect(() => resolveMetric(new Mean() as never, [null], [null, 1])).toThrow('Received: metrics=Mean');
});
