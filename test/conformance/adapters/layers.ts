import { Layer } from '../../../src/layers/index.ts';
import { camelCase } from '../../../src/support/case.ts';
import { deserializeObject, isSerialized, serializeObject } from '../../../src/support/registry.ts';
import { abstractly } from '../../../src/tensor/abstract.ts';
import { traceInside } from '../../../src/tensor/loop-trace.ts';
import { Tensor } from '../../../src/tensor/tensor.ts';
import { setRandomSeed } from '../../../src/utils/set-random-seed.ts';
import { adapter, type Case } from '../adapter.ts';
import { Check } from '../check.ts';
import { findSeed } from '../find-seed.ts';
import { gradientsOfSum, pairing } from '../gradient.ts';
import { missingClasses } from '../missing-classes.ts';
import { decode, tensorLeaves } from '../python-call.ts';
import { type TensorJson, toTensor } from '../tensor-json.ts';

interface LayerCase extends Case {
  readonly config: unknown;
  /** `single`, `list`, `args` or `cell`: how the inputs are passed. */
  readonly call: string;
  /** Tensors; a state of a cell may be a list of tensors itself. */
  readonly inputs: readonly unknown[];
  readonly call_kwargs: Readonly<Record<string, unknown>>;
  readonly weights: readonly TensorJson[];
  readonly weight_names: readonly string[];
  readonly weight_trainable: readonly boolean[];
  readonly outputs: readonly TensorJson[];
  readonly cotangents: readonly (TensorJson | null)[];
  readonly grad_inputs: readonly (TensorJson | null)[];
  readonly grad_weights: readonly (TensorJson | null)[];
  readonly trainable?: boolean;
  readonly adapt?: TensorJson;
  readonly losses?: readonly TensorJson[];
  readonly weights_after?: readonly TensorJson[];
  readonly repeat_outputs?: readonly (readonly TensorJson[])[];
  readonly output_mask?: readonly (TensorJson | null)[];
}

/** The arguments of `apply` that a way of calling stands for. */
function callArguments(call: string, inputs: readonly unknown[]): readonly unknown[] {
  switch (call) {
    case 'single':
    case 'args':
      return inputs;
    case 'list':
      return [inputs];
    case 'cell':
      return [[inputs[0], inputs.slice(1)]];
    default:
      throw new Error(`Unknown way of calling a layer: ${call}`);
  }
}

async function prepare(layer: Layer, testCase: LayerCase, apply: () => unknown, check: Check): Promise<void> {
  if (testCase.adapt !== undefined) {
    const adapt: unknown = Reflect.get(layer, 'adapt');
    if (typeof adapt !== 'function') throw new Error('The layer has no adapt().');
    await Reflect.apply(adapt, layer, [toTensor(testCase.adapt)]);
    check.tensors('weights', layer.weights, testCase.weights);
    return;
  }
  // Only the shapes of this call matter: it builds the layer, and what it does to the layer's state is forgotten.
  abstractly(apply);
  layer.setWeights(testCase.weights.map(toTensor));
}

/**
 * The suite repeats calls with Keras's `stateless_call`: the layer's variables carry over, what it keeps elsewhere (the
 * states of a stateful RNN, which aren't among its variables) does not.
 */
function applyStateless(layer: Layer, apply: () => Tensor[]): Tensor[] {
  const { result, written } = traceInside(new Map(), apply);
  for (const [variable, node] of written) if (layer.variables.includes(variable)) variable.assign(new Tensor(node));
  return result;
}

const ATTEMPTS = 16;

/** Whether a layer draws at random, and its config has no seed. */
function isUnseeded(config: unknown): boolean {
  if (!isSerialized(config) || 'seed' in config.config) return false;
  const layer = deserializeObject(config, { module: 'keras.layers' });
  return 'generator' in layer;
}

export const layersAdapter = adapter<LayerCase>({
  missing: ({ config }) => missingClasses(config),
  async run(testCase, check) {
    // What a layer draws without a seed is one of many outcomes: the expected one must be among those of a few seeds.
    for (let seed = 0; isUnseeded(testCase.config) && seed < ATTEMPTS; seed++) {
      setRandomSeed(seed);
      const attempt = new Check(testCase.tol ?? { rtol: 0, atol: 0 });
      await runOnce(testCase, attempt);
      setRandomSeed(seed);
      if (attempt.failures.length === 0) break;
    }
    await runOnce(testCase, check);
  },
});

async function runOnce(testCase: LayerCase, check: Check): Promise<void> {
  const layer = deserializeObject(testCase.config, { module: 'keras.layers' });
  if (!(layer instanceof Layer)) throw new Error('The config is not that of a layer.');
  check.equal('config', serializeObject(layer), testCase.config);
  if (testCase.trainable !== undefined) layer.trainable = testCase.trainable;
  const inputs = testCase.inputs.map((input) => decode(input));
  const kwargs = Object.entries(testCase.call_kwargs).map(([key, value]) => [camelCase(key), decode(value)]);
  const passed = [...callArguments(testCase.call, inputs), Object.fromEntries(kwargs)];
  const apply = (): Tensor[] => tensorLeaves(Reflect.apply(layer.apply, layer, passed));
  await prepare(layer, testCase, apply, check);
  check.equal(
    'weight names',
    layer.weights.map(({ path }) => path),
    testCase.weight_names,
  );
  check.equal(
    'trainable weights',
    layer.weights.map(({ trainable }) => trainable),
    testCase.weight_trainable,
  );

  await findSeed(layer, apply, testCase.outputs);
  const before = layer.weights.map((weight) => weight.value);
  const outputs = testCase.repeat_outputs === undefined ? apply() : applyStateless(layer, apply);
  const { losses } = layer;
  const leaves = tensorLeaves(inputs);
  const found = gradientsOfSum(pairing(outputs, testCase.cotangents), [...leaves, ...before]);
  check.tensors('outputs', outputs, testCase.outputs);
  check.tensors('input gradients', found.slice(0, leaves.length), testCase.grad_inputs);
  check.tensors('weight gradients', found.slice(leaves.length), testCase.grad_weights);
  if (testCase.losses !== undefined) check.tensors('losses', losses, testCase.losses);
  if (testCase.weights_after !== undefined) check.tensors('weights after', layer.weights, testCase.weights_after);
  if (testCase.output_mask !== undefined) {
    const mask: unknown = Reflect.apply(layer.computeMask, layer, [
      testCase.call === 'single' ? inputs[0] : inputs,
      null,
    ]);
    check.tensors(
      'output mask',
      mask === null || mask instanceof Tensor ? [mask] : tensorLeaves(mask),
      testCase.output_mask,
    );
  }
  testCase.repeat_outputs?.forEach((expected, i) => {
    check.tensors(`outputs of call ${i + 2}`, applyStateless(layer, apply), expected);
  });
}
