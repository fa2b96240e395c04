import { Input, Layer } from '../../../src/layers/index.ts';
import { Sequential } from '../../../src/models/index.ts';
import { resetNames } from '../../../src/support/naming.ts';
import { type Config, deserializeObject, optionsFromConfig } from '../../../src/support/registry.ts';
import { at } from '../../../src/support/shape.ts';
import type { Tensor } from '../../../src/tensor/tensor.ts';
import { setRandomSeed } from '../../../src/utils/set-random-seed.ts';
import { adapter, type Case } from '../adapter.ts';
import type { Check } from '../check.ts';
import { missingClasses } from '../missing-classes.ts';
import { type TensorJson, toTensor } from '../tensor-json.ts';

interface TrainingCall {
  readonly noise_layers: readonly { readonly layer: string; readonly output: TensorJson }[];
  readonly output: TensorJson;
}

interface SeedCase extends Case {
  readonly set_random_seed: number;
  readonly layers: readonly (readonly [className: string, kwargs: Config])[];
  readonly model: unknown;
  readonly weight_names: readonly string[];
  readonly weights: readonly TensorJson[];
  readonly same_when_built_from_config: boolean;
  readonly weights_when_built_from_config?: readonly TensorJson[];
  readonly x?: TensorJson;
  readonly training_calls?: readonly TrainingCall[];
}

function makeLayer([className, kwargs]: readonly [string, Config]) {
  if (className === 'Input') return new Input(optionsFromConfig(kwargs));
  const layer = deserializeObject({ class_name: className, config: kwargs }, { module: 'keras.layers' });
  if (!(layer instanceof Layer)) throw new Error(`${className} is not a layer.`);
  return layer;
}

/** Two passes in which the noise layers train and the others don't, as the suite's README has it. */
function checkTrainingCalls(model: Sequential, { x, training_calls = [] }: SeedCase, check: Check): void {
  training_calls.forEach(({ noise_layers, output }, call) => {
    if (x === undefined) throw new Error('The case has training calls but no x.');
    const noise = new Map(noise_layers.map((entry) => [entry.layer, entry.output]));
    let value: Tensor = toTensor(x);
    for (const layer of model.layers) {
      const expected = noise.get(layer.name);
      value = layer.apply(value, expected === undefined ? {} : { training: true });
      if (expected !== undefined) check.tensor(`call ${call}, ${layer.name}`, value, expected);
    }
    check.tensor(`call ${call}, output`, value, output);
  });
}

export const seedsAdapter = adapter<SeedCase>({
  missing: ({ model }) => missingClasses(model),
  run(testCase, check) {
    resetNames();
    setRandomSeed(testCase.set_random_seed);
    const model = new Sequential(testCase.layers.map(makeLayer));
    check.equal(
      'weight names',
      model.weights.map(({ path }) => path),
      testCase.weight_names,
    );
    check.tensors('weights', model.weights, testCase.weights);
    checkTrainingCalls(model, testCase, check);

    resetNames();
    setRandomSeed(testCase.set_random_seed);
    const again = deserializeObject(testCase.model, { module: 'keras' });
    if (!(again instanceof Sequential)) throw new Error('The config is not that of a Sequential.');
    const expected = testCase.same_when_built_from_config ? testCase.weights : testCase.weights_when_built_from_config;
    check.tensors('weights built from the config', again.weights, expected ?? at([], 0));
  },
});
