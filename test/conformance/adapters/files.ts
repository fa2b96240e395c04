import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Model } from '../../../src/models/index.ts';
import * as saving from '../../../src/models/saving.ts';
import { adapter, type Case } from '../adapter.ts';
import type { Check } from '../check.ts';
import { checkHistory, checkLogs } from '../log-checks.ts';
import { missingClasses } from '../missing-classes.ts';
import { callPython, decode, hasFunction, tensorLeaves } from '../python-call.ts';
import type { TensorJson } from '../tensor-json.ts';

interface FileCase extends Case {
  readonly keras_file: string;
  readonly weights_file: string;
  readonly legacy_file?: string;
  /** The name of a JSON file beside them. */
  readonly expected: string;
}

interface NamedTensor {
  readonly path: string;
  readonly value: TensorJson;
}

interface Expected {
  readonly model?: unknown;
  readonly inputs: unknown;
  readonly targets?: unknown;
  readonly outputs: TensorJson | readonly TensorJson[];
  readonly weights: readonly NamedTensor[];
  readonly optimizer_variables?: readonly NamedTensor[];
  readonly evaluate?: Readonly<Record<string, number>>;
  readonly continue_training?: {
    readonly epochs: number;
    readonly batch_size: number;
    readonly history: Readonly<Record<string, TensorJson>>;
    readonly final_weights: readonly TensorJson[];
  };
  /** What the file of weights holds, where it differs from the model's file. */
  readonly weights_in_weights_file?: readonly NamedTensor[];
  readonly outputs_with_weights_file?: TensorJson | readonly TensorJson[];
}

const valuesOf = (named: readonly NamedTensor[]): TensorJson[] => named.map(({ value }) => value);

const isList = (x: TensorJson | readonly TensorJson[]): x is readonly TensorJson[] => Array.isArray(x);

async function load(path: string): Promise<Model> {
  const model: unknown = await callPython('saving', saving, 'load_model', [path], {});
  if (!(model instanceof Model)) throw new Error(`${path} did not give a model.`);
  return model;
}

async function checkOutputs(
  model: Model,
  check: Check,
  inputs: never,
  outputs: TensorJson | readonly TensorJson[],
): Promise<void> {
  const predictions = await model.predict(inputs, { verbose: 0 });
  check.tensors('outputs', tensorLeaves(predictions), isList(outputs) ? outputs : [outputs]);
}

/** The model as it was saved, and how it trains on. */
async function checkModelFile(
  path: string,
  expected: Expected,
  check: Check,
  tolerance: { rtol: number; atol: number },
): Promise<void> {
  const model = await load(path);
  const [inputs, targets] = [decode(expected.inputs) as never, decode(expected.targets) as never];
  check.tensors('weights', model.weights, valuesOf(expected.weights));
  await checkOutputs(model, check, inputs, expected.outputs);
  if (expected.optimizer_variables !== undefined) {
    check.tensors('optimizer variables', model.optimizer?.variables ?? [], valuesOf(expected.optimizer_variables));
  }
  if (expected.evaluate !== undefined) {
    checkLogs(
      check,
      await model.evaluate(inputs, targets, { returnDict: true, verbose: 0 }),
      expected.evaluate,
      tolerance,
    );
  }
  if (expected.continue_training === undefined) return;
  const { epochs, batch_size: batchSize, history, final_weights } = expected.continue_training;
  const trained = await model.fit(inputs, targets, { epochs, batchSize, shuffle: false, verbose: 0 });
  checkHistory(check, trained.history, history, tolerance);
  check.tensors('final weights', model.weights, final_weights, tolerance);
}

/** The file that has weights alone. */
async function checkWeightsFile(modelPath: string, path: string, expected: Expected, check: Check): Promise<void> {
  const model = await load(modelPath);
  const loadWeights: unknown = Reflect.get(model, 'loadWeights');
  if (typeof loadWeights !== 'function') throw new Error('The model has no loadWeights().');
  await Reflect.apply(loadWeights, model, [path]);
  check.tensors(
    'weights from their file',
    model.weights,
    valuesOf(expected.weights_in_weights_file ?? expected.weights),
  );
  await checkOutputs(
    model,
    check,
    decode(expected.inputs) as never,
    expected.outputs_with_weights_file ?? expected.outputs,
  );
}

const read = (directory: string, name: string): Expected =>
  JSON.parse(readFileSync(join(directory, 'files', name), 'utf8'));

export const filesAdapter = adapter<FileCase>({
  missing: ({ expected }, directory) => [
    ...(hasFunction(saving, 'load_model') ? [] : ['saving.load_model']),
    ...missingClasses(read(directory, expected).model),
  ],
  async run({ keras_file, weights_file, legacy_file, expected: name, tol }, check, directory) {
    const expected = read(directory, name);
    const tolerance = tol ?? { rtol: 0, atol: 0 };
    const path = (file: string) => join(directory, 'files', file);
    await checkModelFile(path(keras_file), expected, check, tolerance);
    if (legacy_file !== undefined) await checkModelFile(path(legacy_file), expected, check, tolerance);
    await checkWeightsFile(path(keras_file), path(weights_file), expected, check);
  },
});
