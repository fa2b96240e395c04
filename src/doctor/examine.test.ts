import { describe, expect, test } from 'vitest';
import * as layers from '../layers/index.ts';
import { Adam, SGD } from '../optimizers/index.ts';
import { type ExamineOptions, examine } from './examine.ts';
import { bend, type NetOptions, net, rings } from './testing/cases.ts';
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

describe('a finding on a net that must trigger it', () => {
  const deep = Array.from({ length: 12 }, () => 16);
  const { x, y } = rings();
  const cases: [string, Cause, NetOptions, Partial<ExamineOptions>?][] = [
    [
      'Glorot weights under 20 ReLU layers',
      'init_too_small',
      { hidden: [...deep, ...deep], dense: { kernelInitializer: 'glorot_uniform' } },
    ],
    [
      'ReLU with weights five times too large',
      'init_too_large',
      {
        hidden: deep,
        dense: {
          kernelInitializer: {
            module: 'keras.initializers',
            class_name: 'VarianceScaling',
            config: { scale: 50 },
            registered_name: null,
          },
        },
      },
    ],
    ['constant weights', 'init_symmetric', { dense: { kernelInitializer: 'ones' } }],
    [
      'biases far below zero',
      'bias_init',
      {
        dense: {
          kernelInitializer: 'he_normal',
          biasInitializer: {
            module: 'keras.initializers',
            class_name: 'Constant',
            config: { value: -9 },
            registered_name: null,
          },
        },
      },
    ],
    [
      'six sigmoid layers',
      'activation_saturating_deep',
      { hidden: deep.slice(6), dense: { activation: 'sigmoid', kernelInitializer: 'glorot_uniform' } },
    ],
    ['softmax in a hidden layer', 'activation_saturating_deep', { dense: { activation: 'softmax' } }],
    ['exponential hidden layers', 'activation_unbounded', { dense: { activation: 'exponential' } }],
    ['linear hidden layers on rings', 'activation_missing', { dense: { activation: 'linear' } }],
    [
      'Adam at 3',
      'lr_too_high',
      { compile: { optimizer: new Adam({ learningRate: 3 }), loss: 'binary_crossentropy' } },
    ],
    [
      'Adam at 1e-7',
      'lr_too_low',
      { compile: { optimizer: new Adam({ learningRate: 1e-7 }), loss: 'binary_crossentropy' } },
    ],
    [
      'epsilon of 10',
      'optimizer_setting',
      { compile: { optimizer: new Adam({ epsilon: 10 }), loss: 'binary_crossentropy' } },
    ],
    [
      'clipping to nothing',
      'optimizer_setting',
      { compile: { optimizer: new SGD({ learningRate: 0.05, clipnorm: 1e-6 }), loss: 'binary_crossentropy' } },
    ],
    [
      'momentum 0.999',
      'optimizer_setting',
      { compile: { optimizer: new SGD({ learningRate: 0.01, momentum: 0.999 }), loss: 'binary_crossentropy' } },
    ],
    ['no output activation', 'output_activation_missing', { output: { activation: null } }],
    ['softmax of one unit', 'output_activation_wrong', { output: { activation: 'softmax' } }],
    [
      'a regression behind a sigmoid',
      'output_activation_wrong',
      { ...regression, output: { activation: 'sigmoid' } },
      bend(),
    ],
    ['cosine similarity of a number', 'loss_wrong', { ...regression, compile: { loss: 'cosine_similarity' } }, bend()],
    ['percentages of targets around zero', 'loss_wrong', { ...regression, compile: { loss: 'mape' } }, bend()],
    ['inputs in hundreds', 'input_unscaled', {}, { x: x.map((row) => row.map((value) => 300 * value)), y }],
    [
      'labels that follow no pattern',
      'labels_corrupted',
      {},
      { x, y: y.map((_, i) => (Math.sin(i * 91.17) > 0 ? 1 : 0)), validationData: [rings(60).x, rings(60).y] },
    ],
    ['one class only', 'labels_constant', {}, { x, y: y.map(() => 1) }],
    [
      'a linear stack that amplifies',
      'clipping_missing',
      {
        ...regression,
        hidden: deep,
        dense: {
          activation: 'linear',
          kernelInitializer: {
            module: 'keras.initializers',
            class_name: 'Orthogonal',
            config: { gain: 1.25 },
            registered_name: null,
          },
        },
        compile: { optimizer: new SGD({ learningRate: 0.005 }), loss: 'mse' },
      },
      bend(),
    ],
    [
      'a heavy penalty',
      'regularization_too_strong',
      {
        dense: {
          kernelRegularizer: {
            module: 'keras.regularizers',
            class_name: 'L2',
            config: { l2: 1 },
            registered_name: null,
          },
        },
      },
    ],
    ['dropout 0.95', 'dropout_too_high', { behind: () => [new layers.Dropout(0.95)] }],
    ['dropout 0.9 of 64 units', 'dropout_too_high', { hidden: [64], behind: () => [new layers.Dropout(0.9)] }],
    [
      'batch normalization that never arrives',
      'batchnorm_statistics',
      { behind: () => [new layers.BatchNormalization({ momentum: 0.9999 })] },
    ],
    [
      'batch normalization of two samples',
      'batchnorm_statistics',
      { behind: () => [new layers.BatchNormalization()] },
      { batchSize: 2 },
    ],
    [
      'single samples with momentum',
      'batch_too_small',
      { compile: { optimizer: new SGD({ learningRate: 0.05, momentum: 0.9 }), loss: 'binary_crossentropy' } },
      { batchSize: 1 },
    ],
    [
      'one epoch',
      'too_few_epochs',
      { compile: { optimizer: new Adam({ learningRate: 0.01 }), loss: 'binary_crossentropy' } },
      { epochs: 2 },
    ],
    ['two hidden units for rings', 'capacity_too_small', { hidden: [2] }],
  ];
  test.each(cases)('%s: %s', async (_name, cause, options, data) => {
    expect((await causesOf(options, data))[0]).toBe(cause);
  });
});

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
    expect(healthy.oneBatch).toMatchObject({ fitted: true, outOfTime: false });
    const zeros = await examine(net({ dense: { kernelInitializer: 'zeros' } }), { ...rings(), batchSize: 16 });
    expect(zeros.oneBatch?.fitted).toBe(false);
    expect((await examine(net(), { ...rings(), oneBatch: false })).oneBatch).toBeNull();
  });

  test('is not tried where the loss has no zero, or the model cannot be copied', async () => {
    const poisson = await examine(net({ compile: { ...fast, loss: 'poisson' } }), rings());
    expect(poisson.oneBatch).toBeNull();
    // @ts-expect-error
    await expect(examine(net(), { ...rings(), oneBatch: 'yes' })).rejects.toThrow(/`oneBatch`/);
  });
});
