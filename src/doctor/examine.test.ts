import { describe, expect, test } from 'vitest';
import * as layers from '../layers/index.ts';
import { SGD } from '../optimizers/index.ts';
import { type ExamineOptions, examine } from './examine.ts';
import { bend, type NetOptions, net, rings } from './testing/cases.ts';
import { loss } from './testing/pairs/pair.ts';
import type { Cause } from './vocabulary.ts';

const plan = { epochs: 20, batchSize: 32 };

/** The causes found above a note, the likeliest first. */
async function causesOf(options: NetOptions, data: Partial<ExamineOptions> = {}): Promise<Cause[]> {
  const { findings } = await examine(net(options), { ...rings(), ...plan, oneBatch: false, ...data });
  return findings.filter(({ severity }) => severity !== 'note').map(({ cause }) => cause);
}

const regression: NetOptions = {
  inputs: 3,
  output: { activation: null },
  compile: { optimizer: 'adam', loss: 'mse' },
};

describe('healthy nets are left alone', () => {
  const { x, y } = rings();
  const row = Array.from({ length: 120 }, (_, i) => [(i % 3) - 1 + 0.3 * Math.sin(i), i % 3] as const);
  const cases: [string, NetOptions, Partial<ExamineOptions>?][] = [
    ['ReLU with He weights', {}],
    ['20 ReLU layers with He weights', { hidden: Array.from({ length: 20 }, () => 32) }],
    ['two ReLU layers with Glorot weights', { dense: { kernelInitializer: 'glorot_uniform' } }],
    ['one sigmoid layer', { hidden: [16], dense: { activation: 'sigmoid', kernelInitializer: 'glorot_uniform' } }],
    [
      'ten tanh layers',
      {
        hidden: Array.from({ length: 10 }, () => 32),
        dense: { activation: 'tanh', kernelInitializer: 'glorot_uniform' },
      },
    ],
    ['a regression', regression, bend()],
    ['a linear model of a linear task', { ...regression, hidden: [] }, bend()],
    [
      'biases a little below zero',
      {
        hidden: [64],
        dense: {
          biasInitializer: {
            module: 'keras.initializers',
            class_name: 'Constant',
            config: { value: -0.3 },
            registered_name: null,
          },
        },
      },
    ],
    ['dropout of half of 16 units', { hidden: [16, 16], behind: () => [new layers.Dropout(0.5)] }],
    [
      'momentum 0.99',
      { compile: { optimizer: new SGD({ learningRate: 0.005, momentum: 0.99 }), loss: 'binary_crossentropy' } },
    ],
    [
      'a linear stack where three classes lie in a row, which only least squares can’t tell apart',
      {
        inputs: 1,
        dense: { activation: 'linear', kernelInitializer: 'glorot_uniform' },
        units: 3,
        output: { activation: 'softmax' },
        compile: { optimizer: 'adam', loss: 'sparse_categorical_crossentropy' },
      },
      { x: row.map(([value]) => [value]), y: row.map(([, label]) => label) },
    ],
    [
      'a linear stack on more features than so few rows can fit',
      { inputs: 40, dense: { activation: 'linear', kernelInitializer: 'glorot_uniform' } },
      {
        x: Array.from({ length: 120 }, (_, i) =>
          Array.from({ length: 40 }, (_, k) => (i % 2 ? 0.35 : -0.35) + Math.sin(12.9898 * i * i + 78.233 * k)),
        ),
        y: Array.from({ length: 120 }, (_, i) => i % 2),
      },
    ],
    ['dropout of half of many units', { hidden: [128, 128], behind: () => [new layers.Dropout(0.5)] }],
    ['a small penalty', { dense: { kernelRegularizer: 'l2' } }],
    ['batch normalization', { behind: () => [new layers.BatchNormalization({ momentum: 0.9 })] }],
    [
      'large inputs behind a normalization',
      { behind: () => [] },
      { x: x.map((row) => row.map((value) => 2 * value)), y },
    ],
    [
      'single samples with small steps',
      { compile: { optimizer: new SGD({ learningRate: 0.01 }), loss: 'binary_crossentropy' } },
      { batchSize: 1 },
    ],
    [
      'SGD with clipping at 1',
      { compile: { optimizer: new SGD({ learningRate: 0.1, clipnorm: 1 }), loss: 'binary_crossentropy' } },
    ],
    [
      'logits, and a loss that knows it',
      {
        output: { activation: null },
        compile: {
          optimizer: 'adam',
          loss: {
            module: 'keras.losses',
            class_name: 'BinaryCrossentropy',
            config: { from_logits: true },
            registered_name: null,
          },
        },
      },
    ],
  ];
  test.each(cases)('%s', async (_name, options, data) => {
    expect(await causesOf(options, { epochs: 60, ...data })).toEqual([]);
  });
});

test('an examination changes nothing', async () => {
  const model = net({ behind: () => [new layers.BatchNormalization(), new layers.Dropout(0.3)] });
  const before = await Promise.all(model.variables.map((variable) => variable.array()));
  await examine(model, { ...rings(), epochs: 2, batchSize: 32 });
  expect(await Promise.all(model.variables.map((variable) => variable.array()))).toEqual(before);
  expect(model.optimizer?.built).toBe(false);
});

test('the first pass agrees with mean-field theory', async () => {
  const wide = net({ inputs: 3, hidden: [400, 400, 400, 400], dense: { kernelInitializer: 'glorot_normal' } });
  const { file } = await examine(wide, { x: bend().x, y: rings().y });
  for (const { vitals, expected, stage } of file.stages) {
    if (stage.output) continue;
    const rms = Math.hypot(vitals?.mean ?? 0, vitals?.std ?? 0);
    expect(rms / (expected?.rms ?? 1)).toBeGreaterThan(0.8);
    expect(rms / (expected?.rms ?? 1)).toBeLessThan(1.25);
  }
  expect(file.stages[1]?.expected?.gradientFactor).toBeCloseTo(Math.SQRT1_2, 1);
});

test('models without a loss on single arrays are examined as far as that goes; others are refused', async () => {
  await expect(examine(new layers.Dense(1) as never, rings())).rejects.toThrow();
  const model = net();
  // @ts-expect-error
  await expect(examine(model, { ...rings(), epoch: 3 })).rejects.toThrow(/Did you mean "epochs"/);
});

describe('whether a single batch can be learned', () => {
  const fast = { optimizer: 'adam', loss: 'binary_crossentropy' } as const;

  test('is tried unless that is declined, and changes no model', async () => {
    const healthy = await examine(net(), { ...rings(), batchSize: 16 });
    expect(healthy.oneBatch).toMatchObject({ fitted: true, open: null });
    const zeros = await examine(net({ dense: { kernelInitializer: 'zeros' } }), { ...rings(), batchSize: 16 });
    expect(zeros.oneBatch?.fitted).toBe(false);
    expect((await examine(net(), { ...rings(), oneBatch: false })).oneBatch).toBeNull();
  });

  test('is not tried where the loss has no zero, or the model cannot be copied', async () => {
    const poisson = await examine(net({ compile: { ...fast, loss: 'poisson' } }), rings());
    expect(poisson.oneBatch).toBeNull();
    const soft = { x: rings().x, y: rings().y.map((label) => 0.2 + 0.6 * label) };
    expect((await examine(net(), soft)).oneBatch).toBeNull();
    const smooth = loss('BinaryCrossentropy', { label_smoothing: 0.1 });
    expect((await examine(net({ compile: { ...fast, loss: smooth } }), rings())).oneBatch).toBeNull();
    // @ts-expect-error
    await expect(examine(net(), { ...rings(), oneBatch: 'yes' })).rejects.toThrow(/`oneBatch`/);
    await expect(examine(net(), { ...rings(), batchSize: 0 })).rejects.toThrow(/`batchSize`/);
  });
});
