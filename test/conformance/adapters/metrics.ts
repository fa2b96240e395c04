import * as metrics from '../../../src/metrics/index.ts';
import { isSerialized } from '../../../src/support/registry.ts';
import { at } from '../../../src/support/shape.ts';
import { Tensor } from '../../../src/tensor/tensor.ts';
import { adapter, type Case } from '../adapter.ts';
import type { Check } from '../check.ts';
import { missingClasses } from '../missing-classes.ts';
import { callPython, decode, hasFunction } from '../python-call.ts';
import { type TensorJson, toTensor, toTensorOrNull } from '../tensor-json.ts';

interface Update {
  readonly values?: TensorJson;
  readonly y_true?: TensorJson;
  readonly y_pred?: TensorJson;
  readonly sample_weight: TensorJson | null;
}

interface MetricCase extends Case {
  readonly config?: unknown;
  readonly updates?: readonly Update[];
  readonly results?: readonly TensorJson[];
  readonly function?: string;
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly y_true?: TensorJson;
  readonly y_pred?: TensorJson;
  readonly output?: TensorJson;
}

function runClass({ config, updates = [], results = [] }: MetricCase, check: Check): void {
  if (!isSerialized(config)) throw new Error('The case has no config.');
  const metric = metrics.deserialize(config);
  if (!(metric instanceof metrics.Metric)) throw new Error('The config is not that of a metric.');
  check.equal('config', metrics.serialize(metric), config);
  updates.forEach(({ values, y_true, y_pred, sample_weight }, i) => {
    const sampleWeight = toTensorOrNull(sample_weight);
    const given = [values, y_true, y_pred].flatMap((tensor) => (tensor === undefined ? [] : [toTensor(tensor)]));
    Reflect.apply(metric.updateState, metric, [...given, sampleWeight === null ? {} : { sampleWeight }]);
    check.tensor(`result after update ${i}`, metric.result(), at(results, i));
  });
}

function runFunction({ function: name, kwargs = {}, y_true, y_pred, output }: MetricCase, check: Check): void {
  if (name === undefined || y_true === undefined || y_pred === undefined || output === undefined) {
    throw new Error('The case has neither a config nor a function with arguments and output.');
  }
  const options = Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, decode(value)]));
  const result = callPython('metrics', metrics, name, [toTensor(y_true), toTensor(y_pred)], options);
  if (!(result instanceof Tensor)) throw new Error('The result is not a tensor.');
  check.tensor('output', result, output);
}

export const metricsAdapter = adapter<MetricCase>({
  missing: (testCase) =>
    testCase.function === undefined
      ? missingClasses(testCase.config)
      : hasFunction(metrics, testCase.function)
        ? []
        : [testCase.function],
  run: (testCase, check) =>
    testCase.function === undefined ? runClass(testCase, check) : runFunction(testCase, check),
});
