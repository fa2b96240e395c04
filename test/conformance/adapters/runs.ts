import * as callbacks from '../../../src/callbacks/index.ts';
import { Model } from '../../../src/models/index.ts';
import { camelCase } from '../../../src/support/case.ts';
import { type Config, deserializeObject } from '../../../src/support/registry.ts';
import { at } from '../../../src/support/shape.ts';
import { adapter, type Case } from '../adapter.ts';
import type { Tolerance } from '../compare.ts';
import { checkHistory, checkLogs } from '../log-checks.ts';
import { missingClasses } from '../missing-classes.ts';
import { bindArguments, decode, tensorLeaves } from '../python-call.ts';
import { type TensorJson, toTensor } from '../tensor-json.ts';

interface CallbackJson {
  readonly class: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

interface RunCase extends Case {
  readonly model: unknown;
  readonly compile: Config;
  readonly weight_names: readonly string[];
  readonly weight_trainable: readonly boolean[];
  readonly initial_weights: readonly TensorJson[];
  readonly x: unknown;
  readonly y: unknown;
  readonly x_val?: unknown;
  readonly y_val?: unknown;
  readonly fit: Readonly<Record<string, unknown>> & {
    readonly batch_size: number;
    readonly callbacks?: readonly CallbackJson[];
  };
  readonly history: Readonly<Record<string, TensorJson>>;
  readonly final_weights: readonly TensorJson[];
  readonly predict_x: unknown;
  readonly predictions: unknown;
  readonly evaluate: Readonly<Record<string, number>>;
  readonly learning_rate_after: number;
  readonly iterations: number;
  readonly tol_by_field: Readonly<Record<'history' | 'final_weights' | 'predictions' | 'evaluate', Tolerance>>;
}

/** Tensors as data; a list of them where the model has several inputs or outputs. */
const data = (json: unknown): never => decode(json) as never;

const hasTable = (x: unknown): x is { readonly __table__: readonly number[] } =>
  typeof x === 'object' && x !== null && '__table__' in x;

function makeCallback({ class: name, kwargs }: CallbackJson): callbacks.Callback {
  const given = Object.entries(kwargs).map(([key, value]) => [
    key,
    hasTable(value) ? (epoch: number) => at(value.__table__, epoch) : value,
  ]);
  const cls: unknown = Reflect.get(callbacks, name);
  if (typeof cls !== 'function') throw new Error(`There is no callback ${name}.`);
  const callback: unknown = Reflect.construct(cls, bindArguments(`callbacks.${name}`, [], Object.fromEntries(given)));
  if (!(callback instanceof callbacks.Callback)) throw new Error(`${name} is not a callback.`);
  return callback;
}

export const runsAdapter = adapter<RunCase>({
  missing: ({ model, compile, fit: { callbacks: wanted = [] } }) => [
    ...missingClasses(model),
    ...missingClasses(compile),
    ...wanted.map((callback) => callback.class).filter((name) => !(name in callbacks)),
  ],
  async run(testCase, check) {
    const { tol_by_field: tolerances } = testCase;
    const model = deserializeObject(testCase.model, { module: 'keras' });
    if (!(model instanceof Model)) throw new Error('The config is not that of a model.');
    check.equal(
      'weight names',
      model.weights.map(({ path }) => path),
      testCase.weight_names,
    );
    check.equal(
      'trainable weights',
      model.weights.map(({ trainable }) => trainable),
      testCase.weight_trainable,
    );
    model.setWeights(testCase.initial_weights.map(toTensor));
    model.compileFromConfig(testCase.compile);

    const { callbacks: wanted = [], ...fit } = testCase.fit;
    const options = Object.entries(fit).map(([key, value]) => [camelCase(key), decode(value)]);
    const validation =
      testCase.x_val === undefined ? {} : { validationData: [data(testCase.x_val), data(testCase.y_val)] };
    const [x, y] = [data(testCase.x), data(testCase.y)];
    const { history } = await model.fit(x, y, {
      ...Object.fromEntries(options),
      ...validation,
      callbacks: wanted.map(makeCallback),
      shuffle: false,
      verbose: 0,
    });
    checkHistory(check, history, testCase.history, tolerances.history);
    check.tensors('final weights', model.weights, testCase.final_weights, tolerances.final_weights);
    check.number('learning rate', model.optimizer?.getLearningRate() ?? Number.NaN, testCase.learning_rate_after);
    check.equal('iterations', await model.optimizer?.iterations.item(), testCase.iterations);
    const predictions = await model.predict(data(testCase.predict_x), { verbose: 0 });
    const expected = Array.isArray(testCase.predictions) ? testCase.predictions : [testCase.predictions];
    check.tensors('predictions', tensorLeaves(predictions), expected, tolerances.predictions);
    const logs = await model.evaluate(x, y, { batchSize: fit.batch_size, returnDict: true, verbose: 0 });
    checkLogs(check, logs, testCase.evaluate, tolerances.evaluate);
  },
});
