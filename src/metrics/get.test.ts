import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { classesIn } from '../support/registry.ts';
import type { TensorLike } from '../tensor/convert.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { BinaryAccuracy } from './binary-accuracy.ts';
import { metricAliases, metricClasses } from './classes.ts';
import { metricFunctions } from './functions.ts';
import { deserialize, get, type MetricName, serialize } from './get.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { Metric } from './metric.ts';

/** Configs of classes that need arguments. */
const required: Record<string, object> = {
  IoU: { num_classes: 2, target_class_ids: [0] },
  MeanIoU: { num_classes: 2 },
  MeanMetricWrapper: { fn: 'huber' },
  OneHotIoU: { num_classes: 2, target_class_ids: [0] },
  OneHotMeanIoU: { num_classes: 2 },
  PrecisionAtRecall: { recall: 0.5 },
  RecallAtPrecision: { precision: 0.5 },
  SensitivityAtSpecificity: { specificity: 0.5 },
  SpecificityAtSensitivity: { sensitivity: 0.5 },
};

const largestError = (yTrue: Tensor, yPred: Tensor) => ops.max(ops.abs(ops.subtract(yTrue, yPred)), { axis: -1 });

describe('get', () => {
  test('takes names, objects, functions, classes, configs and null', () => {
    expect(get(null)).toBeNull();
    for (const name of ['mse', 'MSE', 'mean_squared_error', 'MeanSquaredError'] as const) {
      expect(get(name)).toBeInstanceOf(MeanSquaredError);
    }
    expect(get(MeanSquaredError)).toBeInstanceOf(MeanSquaredError);
    const metric = new BinaryAccuracy();
    expect(get(metric)).toBe(metric);
    expect(get(largestError)).toBe(largestError);
    expect(get('huber')).toBe(metricFunctions.huber);
    expect(get(serialize(metric))).toBeInstanceOf(BinaryAccuracy);
  });

  test('suggests the nearest name', () => {
    expect(() => get('acuracy' as MetricName)).toThrow('Unknown metric. Did you mean "accuracy"? Received: "acuracy"');
    expect(() => get({} as never)).toThrow('`metric` must be a name, a Metric');
  });

  test('every alias is of a class', () => {
    for (const name of Object.values(metricAliases)) expect(metricClasses).toHaveProperty(name);
  });
});

describe('serialize and deserialize', () => {
  test.each([...classesIn('keras.metrics').keys()])('%s', (name) => {
    const config = required[name] ?? {};
    const metric = deserialize({ module: 'keras.metrics', class_name: name, config, registered_name: null });
    const envelope = serialize(metric);
    expect(envelope).toMatchObject({ module: 'keras.metrics', class_name: name, registered_name: null });
    const copy = deserialize(JSON.parse(JSON.stringify(envelope)));
    expect(copy).toBeInstanceOf(Metric);
    expect(serialize(copy)).toEqual(envelope);
  });

  test('custom classes and functions', () => {
    class Nothing extends Metric {
      static override readonly className = 'Nothing';
      override updateState(_yTrue: TensorLike, _yPred: TensorLike): void {}
      override result(): Tensor {
        return ops.array(0);
      }
    }
    const customObjects = { Nothing, largestError };
    expect(deserialize(serialize(new Nothing()), { customObjects })).toBeInstanceOf(Nothing);
    expect(deserialize(serialize(largestError), { customObjects })).toBe(largestError);
    expect(() => deserialize(serialize(largestError))).toThrow('Unknown metric function');
  });

  test('wrong values in a config are refused', () => {
    const config = { threshold: 'high' };
    expect(() => deserialize({ class_name: 'BinaryAccuracy', config })).toThrow('`threshold` must be a finite number');
  });
});
