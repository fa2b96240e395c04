import { describe, expect, test } from 'vitest';
import { GlorotUniform } from '../../initializers/index.ts';
import { Dense } from '../../layers/core/dense.ts';
import { Input } from '../../layers/core/input.ts';
import { CategoricalCrossentropy, KLDivergence, SparseCategoricalCrossentropy } from '../../losses/index.ts';
import { ones } from '../../ops/creation.ts';
import { linspace } from '../../ops/sequence.ts';
import { reshape } from '../../ops/shape.ts';
import { SGD } from '../../optimizers/index.ts';
import { deserializeObject, serializeObject } from '../../support/registry.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import { Model } from '../index.ts';
import { Distiller, FeatureDistillation, LogitsDistillation } from './index.ts';

const teacherLogits = convertToTensor([
  [2, 1, 0.5],
  [0.1, 3, 1],
]);
const studentLogits = convertToTensor([
  [1, 1.5, 0.2],
  [0.3, 2, 2],
]);

// Numbers: compute_loss of Keras 3.15.1 on JAX.
test.each([
  [new LogitsDistillation({ temperature: 2, loss: new KLDivergence() }), 0.3019728],
  [new LogitsDistillation({ temperature: 2 }), 0.3019728],
  [new LogitsDistillation({ temperature: 4, loss: new CategoricalCrossentropy({ fromLogits: true }) }), 0.9759462],
  [new LogitsDistillation({ loss: 'mse' }), 0.0625926],
  [new FeatureDistillation(), 0.5633333],
  [new FeatureDistillation({ loss: 'cosine_similarity' }), -0.8792704],
])('the loss of two outputs, case %#', async (loss, wanted) => {
  expect(await loss.computeLoss(teacherLogits, studentLogits).item()).toBeCloseTo(wanted, 5);
  const copy = deserializeObject(serializeObject(loss), { module: 'keras.distillation' });
  expect(copy).toBeInstanceOf(loss.constructor);
  expect(serializeObject(copy)).toEqual(serializeObject(loss));
});

test('outputs may be left out', async () => {
  const loss = new FeatureDistillation({ loss: ['mse', null] });
  const value = loss.computeLoss([teacherLogits, ones([1])], [studentLogits, ones([1])]);
  expect(await value.item()).toBeCloseTo(0.5633333, 5);
  expect(() => loss.computeLoss(teacherLogits, studentLogits)).toThrow('a loss for each output');
  expect(() => new FeatureDistillation({ loss: [null] })).toThrow('at least one loss');
});

function net(seed: number): Model {
  const input = new Input({ shape: [3] });
  const initializer = (n: number) => ({ kernelInitializer: new GlorotUniform({ seed: n }) });
  const hidden = new Dense(4, { activation: 'tanh', name: `h${seed}`, ...initializer(seed) }).apply(input);
  return new Model(input, new Dense(2, { name: `o${seed}`, ...initializer(seed + 10) }).apply(hidden));
}

function distiller(): Distiller {
  const losses = [
    new LogitsDistillation({ temperature: 2, loss: new KLDivergence() }),
    new FeatureDistillation({ loss: 'mse', teacherLayerName: 'h1', studentLayerName: 'h2' }),
  ];
  return new Distiller(net(1), net(2), losses, { distillationLossWeights: [1, 0.5], studentLossWeight: 0.3 });
}

const x = reshape(linspace(-1, 1, { num: 24 }), [8, 3]);
const y = [0, 1, 0, 1, 0, 1, 0, 1];

function compiled(model = distiller()): Distiller {
  const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ optimizer: new SGD({ learningRate: 0.1 }), loss, metrics: ['accuracy'] });
  return model;
}

describe('Distiller', () => {
  test("trains the student as Keras's does, and leaves the teacher alone", async () => {
    const model = compiled();
    const before = await model.teacher.weights[0]?.array();
    const { history } = await model.fit(x, y, { batchSize: 4, epochs: 3, shuffle: false, verbose: 0 });
    // Keras 3.15.1 on JAX: distiller.fit(x, y, batch_size=4, epochs=3, shuffle=False)
    const wanted = {
      accuracy: [0.5, 0.5, 0.625],
      distillation_loss: [0.060104586, 0.054627586, 0.050677158],
      loss: [0.24441373, 0.2410209775, 0.238687813],
      student_loss: [0.6744683981, 0.67593884468, 0.67737936974],
      total_loss: [0.24441373, 0.2410209775, 0.238687813],
    };
    expect(Object.keys(history)).toEqual(Object.keys(wanted));
    for (const [name, values] of Object.entries(wanted))
      values.forEach((value, i) => {
        expect(history[name]?.[i], name).toBeCloseTo(value, 5);
      });
    expect(await model.teacher.weights[0]?.array()).toEqual(before);
    expect(model.trainableVariables.map(({ path }) => path)).toEqual(['h2/kernel', 'h2/bias', 'o2/kernel', 'o2/bias']);
    expect(await model.predict(x, { verbose: 0 })).toMatchObject({ shape: [8, 2] });
  });

  test('the config goes out and comes back', async () => {
    const model = compiled();
    const copy = deserializeObject(JSON.parse(JSON.stringify(serializeObject(model))), {
      module: 'keras.distillation',
    });
    if (!(copy instanceof Distiller)) throw new Error('no distiller');
    expect(serializeObject(copy).config).toEqual(serializeObject(model).config);
    copy.compileFromConfig(model.getCompileConfig() ?? {});
    const [first, second] = [await model.evaluate(x, y, { verbose: 0 }), await copy.evaluate(x, y, { verbose: 0 })];
    expect(second).toEqual(first);
  });

  test('wrong use', () => {
    const [teacher, student] = [net(1), net(2)];
    const loss = new LogitsDistillation();
    expect(() => new Distiller(teacher, student, [])).toThrow('`distillationLosses`');
    expect(() => new Distiller(teacher, student, loss, { studentLossWeight: 2 })).toThrow('`studentLossWeight`');
    expect(() => new Distiller(teacher, student, [loss], { distillationLossWeights: [1, 2] })).toThrow(
      'a number for each',
    );
    expect(() => new Distiller(teacher, student, loss).compile({})).toThrow("`loss` must be the student's loss");
    const named = new FeatureDistillation({ teacherLayerName: 'h3' });
    expect(() => new Distiller(teacher, student, named)).toThrow('Did you mean "h1"');
    const input = new Input({ shape: [3] });
    const wide = new Model(input, new Dense(5).apply(input));
    expect(() => new Distiller(teacher, wide, loss)).toThrow('The outputs of teacher and student');
    expect(() => new LogitsDistillation({ temperature: 0 })).toThrow('`temperature`');
  });
});
