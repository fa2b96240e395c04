import { expect, test } from 'vitest';
import * as keratin from '../../../index.ts';
import { makeSamples } from '../data/samples.ts';
import { buildModel, rowsOf } from '../net/build-model.ts';
import { fieldNames, fields, standardState } from '../state/playground-state.ts';
import { variedStates } from '../testing/states.ts';
import { keratinCode } from './keratin-code.ts';

interface Outcome {
  readonly model: keratin.Sequential;
  readonly xTrain: keratin.Tensor;
  readonly yTest: keratin.Tensor;
}

/** Runs copied lines, for one epoch and in silence, and hands out what they made. */
async function run(code: string): Promise<Outcome> {
  const body = code
    .replace(/import \{([^}]*)\} from 'keratin';/, 'const {$1} = keratin;')
    .replace('epochs: 100', 'epochs: 1, verbose: 0');
  const AsyncFunction = (async () => {}).constructor as new (
    ...parts: string[]
  ) => (value: typeof keratin) => Promise<Outcome>;
  return new AsyncFunction('keratin', `${body}\nreturn { model, xTrain, yTest };`)(keratin);
}

const states = Object.entries(variedStates);

test('the states hold every choice', () => {
  for (const name of fieldNames) {
    const field = fields[name];
    if (field.kind !== 'choice') continue;
    const used = new Set(states.map(([, state]) => String(state[name])));
    expect([...used].sort(), name).toEqual(Object.keys(field.choices).sort());
  }
});

test.each(states)(
  '%s: the copied lines make the same data and the same weights, after training too',
  async (_, state) => {
    const { train, test: held } = await makeSamples(state);
    const copied = await run(keratinCode(state));
    expect(Float32Array.from(await copied.xTrain.data(), Number)).toEqual(train.x);
    expect(Int32Array.from(await copied.yTest.data(), Number)).toEqual(held.y);
    const model = await buildModel(state, train);
    await model.fit(rowsOf(train), train.y, { epochs: 1, batchSize: state.batchSize, verbose: 0 });
    const weights = (one: keratin.Sequential) => Promise.all(one.weights.map((weight) => weight.value.data()));
    expect(await weights(copied.model)).toEqual(await weights(model));
  },
);

test('the standard state reads like a person wrote it', () => {
  expect(keratinCode({ ...standardState, standardize: true, normalization: 'batch' })).toBe(`\
import { layers, ops, optimizers, random, Sequential, utils } from 'keratin';

const n = 600;
const y = ops.mod(ops.arange(n), 2);
const radius = random.uniform([n], { minval: 0.05, seed: 42 });
const turn = ops.where(ops.equal(y, 0), 0, Math.PI);
const angle = ops.add(ops.multiply(3 * Math.PI, radius), turn);
const clean = ops.stack([ops.multiply(radius, ops.cos(angle)), ops.multiply(radius, ops.sin(angle))], 1);
const x = ops.add(clean, random.normal([n, 2], { stddev: 0.02, seed: 43 }));
const [xTrain, xTest] = ops.split(x, [420]);
const [yTrain, yTest] = ops.split(y, [420]);

utils.setRandomSeed(42);
const model = new Sequential([new layers.Input({ shape: [2] })]);
const normalization = new layers.Normalization({ axis: null });
await normalization.adapt(xTrain);
model.add(normalization);
for (let i = 0; i < 3; i++) {
  model.add(new layers.Dense(32, { useBias: false, kernelInitializer: 'he_normal' }));
  model.add(new layers.BatchNormalization({ momentum: 0.9 }));
  model.add(new layers.Activation('elu'));
}
model.add(new layers.Dense(1, { activation: 'sigmoid' }));
model.compile({
  optimizer: new optimizers.Adam({ learningRate: 0.01 }),
  loss: 'binary_crossentropy',
  metrics: ['accuracy'],
});
await model.fit(xTrain, yTrain, { epochs: 100, batchSize: 32, validationData: [xTest, yTest] });
`);
});
