import { expect, test } from 'vitest';
import * as layers from '../layers/index.ts';
import { Model, Sequential } from '../models/index.ts';
import * as random from '../random/index.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { setRandomSeed } from '../utils/set-random-seed.ts';
import { examine } from './examine.ts';
import { fitOneBatch } from './one-batch.ts';

const x = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(3 * i), (i % 7) / 7]);
const y = Array.from({ length: 40 }, (_, i) => i % 2);

function net(output: 'sigmoid' | 'relu', kernelInitializer: 'glorot_uniform' | 'zeros' = 'glorot_uniform'): Sequential {
  const model = new Sequential([
    new layers.Input({ shape: [3] }),
    new layers.Dense(64, { activation: 'relu', kernelInitializer }),
    new layers.Dense(64, { activation: 'relu', kernelInitializer }),
    new layers.Dense(1, { activation: output, kernelInitializer }),
  ]);
  model.compile({ optimizer: 'sgd', loss: 'binary_crossentropy', metrics: ['accuracy'] });
  return model;
}

test('a net that is put together rightly fits a batch, one that can pass no gradient does not', async () => {
  setRandomSeed(1);
  const fine = await fitOneBatch(net('sigmoid'), { x, y, batchSize: 16, seconds: 60 });
  expect(fine.fitted).toBe(true);
  expect(fine.lastLoss).toBeLessThan(fine.firstLoss / 10);
  expect(fine.steps).toBeLessThan(200);
  const broken = await fitOneBatch(net('sigmoid', 'zeros'), { x, y, batchSize: 16, steps: 40, seconds: 60 });
  expect(broken).toMatchObject({ fitted: false, open: null, steps: 40 });
  expect(broken.lastLoss).toBeCloseTo(Math.LN2, 1);
});

test('a loss that still falls when all steps are taken decides nothing', async () => {
  setRandomSeed(1);
  expect(await fitOneBatch(net('sigmoid'), { x, y, batchSize: 16, steps: 16, seconds: 60 })).toMatchObject({
    fitted: false,
    open: 'falling',
  });
});

test('the model and all random streams stay as they are', async () => {
  setRandomSeed(2);
  const model = net('sigmoid');
  const before = await Promise.all(model.weights.map((weight) => weight.array()));
  setRandomSeed(3);
  await fitOneBatch(model, { x, y, steps: 5 });
  const drawn = await random.normal([4]).array();
  setRandomSeed(3);
  expect(drawn).toEqual(await random.normal([4]).array());
  expect(await Promise.all(model.weights.map((weight) => weight.array()))).toEqual(before);
  expect(model.optimizer?.constructor.name).toBe('SGD');
});

test('refuses what it cannot do', async () => {
  const plain = new Sequential([new layers.Input({ shape: [3] }), new layers.Dense(1)]);
  await expect(fitOneBatch(plain, { x, y })).rejects.toThrow(/needs a compiled model/);
  class Own extends Model {
    dense = new layers.Dense(1);
    override call(inputs: Tensor): Tensor {
      return this.dense.apply(inputs);
    }
  }
  const own = new Own();
  own.compile({ optimizer: 'sgd', loss: 'mse' });
  await expect(fitOneBatch(own, { x, y })).rejects.toThrow(/Only Sequential and functional models/);
  const [unnamed = 'ones'] = [(shape: readonly number[]) => random.normal(shape)];
  const nameless = new Sequential([
    new layers.Input({ shape: [3] }),
    new layers.Dense(1, { activation: 'sigmoid', kernelInitializer: unnamed }),
  ]);
  nameless.compile({ optimizer: 'sgd', loss: 'binary_crossentropy' });
  await expect(fitOneBatch(nameless, { x, y })).rejects.toThrow(/whose functions have names/);
  // Then that part of the examination is left out.
  expect((await examine(nameless, { x, y })).oneBatch).toBeNull();
  await expect(fitOneBatch(net('sigmoid'), { x, y, steps: 0 })).rejects.toThrow(/`steps`/);
});
