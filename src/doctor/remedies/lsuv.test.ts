import { describe, expect, test } from 'vitest';
import { Input } from '../../layers/core/input.ts';
import * as layers from '../../layers/index.ts';
import { Model, Sequential } from '../../models/index.ts';
import * as ops from '../../ops/index.ts';
import * as random from '../../random/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import { lsuv } from './lsuv.ts';
import { planOf } from './plan.ts';
import { lsuvRemedy, warmUp } from './starts.ts';

const x = random.normal([256, 30], { seed: 3 });

function deep(activation: 'relu' | 'tanh' | 'sigmoid', depth = 12): Sequential {
  const model = new Sequential([new layers.Input({ shape: [30] })]);
  for (let i = 0; i < depth; i++)
    model.add(new layers.Dense(80, { activation, kernelInitializer: 'random_normal', name: `layer_${i}` }));
  model.add(new layers.Dense(3, { activation: 'softmax', name: 'top' }));
  model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy' });
  return model;
}

describe('LSUV', () => {
  test.each(['relu', 'tanh', 'sigmoid'] as const)(
    'gives every layer of a deep %s net variance 1',
    async (activation) => {
      setRandomSeed(1);
      const model = deep(activation);
      const done = await lsuv(model, x);
      expect(done.map(({ layer }) => layer)).toEqual([...Array.from({ length: 12 }, (_, i) => `layer_${i}`), 'top']);
      for (const { after } of done) expect(Math.abs(after - 1)).toBeLessThan(0.1);
      // Orthonormal columns times the gain.
      const { gain } = done[5] ?? { gain: 0 };
      const kernel = model.layers[5]?.weights[0];
      const products = await ops.matmul(ops.transpose(kernel ?? x), kernel ?? x).array();
      expect((products as number[][])[0]?.[0]).toBeCloseTo(gain * gain, 4);
      expect((products as number[][])[0]?.[1]).toBeCloseTo(0, 4);
    },
  );

  test('convolutions, nested and subclassed models', async () => {
    setRandomSeed(2);
    const inner = new Sequential([
      new layers.Input({ shape: [8, 8, 1] }),
      new layers.Conv2D(6, 3, { activation: 'relu', name: 'conv' }),
      new layers.Flatten(),
    ]);
    const input = new Input({ shape: [8, 8, 1] });
    const nested = new Model({
      inputs: input,
      outputs: new layers.Dense(2, { name: 'end' }).apply(inner.apply(input)),
    });
    const images = random.normal([64, 8, 8, 1], { seed: 4 });
    const done = await lsuv(nested, images);
    expect(done.map(({ layer }) => layer)).toEqual(['conv', 'end']);
    for (const { after } of done) expect(Math.abs(after - 1)).toBeLessThan(0.1);

    class Own extends Model {
      first = new layers.Dense(40, { activation: 'relu', name: 'first' });
      last = new layers.Dense(1, { name: 'last' });
      override call(inputs: Tensor): Tensor {
        return this.last.apply(this.first.apply(inputs));
      }
    }
    const own = await lsuv(new Own(), x, { tolerance: 0.01 });
    expect(own.map(({ layer }) => layer)).toEqual(['first', 'last']);
    for (const { after } of own) expect(Math.abs(after - 1)).toBeLessThan(0.01);
  });

  test('a layer that gets nothing stays as it is', async () => {
    const done = await lsuv(deep('relu', 2), ops.zeros([8, 30]));
    expect(done.map(({ gain }) => gain)).toEqual([1, 1, 1]);
  });

  test('wrong input', async () => {
    await expect(lsuv(deep('relu', 1), ops.zeros([8, 31]))).rejects.toThrow(/30|31/);
    await expect(lsuv(deep('relu', 1), x, { tolerance: 0 })).rejects.toThrow(/`tolerance`/);
    // @ts-expect-error
    await expect(lsuv(deep('relu', 1), x, { rounds: 3 })).rejects.toThrow(/rounds/);
  });

  test('as a remedy: orthogonal weights with the gains that were measured', async () => {
    setRandomSeed(5);
    const model = deep('tanh', 3);
    const plan = planOf(model);
    const remedy = lsuvRemedy(await lsuv(model, x));
    const edited = remedy.edit(plan);
    expect(JSON.stringify(plan)).not.toContain('Orthogonal');
    const configs = (edited.model.config.layers as { config: { kernel_initializer?: unknown } }[]).flatMap(
      ({ config }) => (config.kernel_initializer === undefined ? [] : [config.kernel_initializer]),
    );
    expect(configs).toHaveLength(4);
    for (const config of configs) expect(config).toMatchObject({ class_name: 'Orthogonal', config: { seed: null } });
  });

  test('a warm-up rises to the learning rate and stays there', () => {
    const plan = planOf(deep('relu', 1));
    const optimizer = warmUp(plan, 50).compile.optimizer as { config: { learning_rate: unknown } };
    expect(optimizer.config.learning_rate).toMatchObject({
      class_name: 'PolynomialDecay',
      config: { decay_steps: 50, power: 1, cycle: false },
    });
    const { initial_learning_rate: from, end_learning_rate: to } = (
      optimizer.config.learning_rate as { config: Record<string, number> }
    ).config;
    expect(to).toBeCloseTo(0.01, 6);
    expect(from).toBeCloseTo(0.0001, 8);
  });
});
