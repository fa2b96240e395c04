import { expect, test } from 'vitest';
import { huber } from '../losses/huber.ts';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { MeanMetricWrapper } from './mean-metric-wrapper.ts';

const overshoot = (yTrue: Tensor, yPred: Tensor) => ops.maximum(ops.subtract(yPred, yTrue), 0);

test('averages a function of one’s own', () => {
  const metric = new MeanMetricWrapper(overshoot, { name: 'overshoot' });
  metric.updateState([1, 2], [3, 1]);
  expectValues(metric.result(), 1);
  expect(metric.direction).toBeUndefined();
  expect(metric.getConfig()).toEqual({
    name: 'overshoot',
    dtype: 'float32',
    fn: { module: 'builtins', class_name: 'function', config: 'overshoot', registered_name: 'function' },
  });
});

test('passes options on, and writes them to its config', () => {
  const metric = MeanMetricWrapper.fromConfig(new MeanMetricWrapper(huber, { delta: 2 }).getConfig());
  metric.updateState([[0, 0]], [[1, 3]]);
  expectValues(metric.result(), 2.25);
  expect(metric.direction).toBe('down');
  expect(metric.getConfig()).toMatchObject({ delta: 2, fn: { config: 'huber' } });
});

test('refuses what is no function', () => {
  expect(() => new MeanMetricWrapper(3 as never)).toThrow('`fn` must be a function (yTrue, yPred) => values');
  expect(() => MeanMetricWrapper.fromConfig({ fn: 'hubert' })).toThrow(
    'Unknown metric function. Did you mean "huber"? Received: "hubert"',
  );
});
