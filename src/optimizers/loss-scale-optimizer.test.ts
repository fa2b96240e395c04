import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { jit } from '../tensor/jit.ts';
import { Variable } from '../tensor/variable.ts';
import { SGD } from './index.ts';
import { LossScaleOptimizer } from './loss-scale-optimizer.ts';

test.each([false, true])('leaves out steps that are not finite and finds the scale (compiled %s)', async (compiled) => {
  const variable = new Variable([10]);
  const gradient = new Variable([0]);
  const inner = new SGD({ learningRate: 1, momentum: 0.5 });
  const optimizer = new LossScaleOptimizer(inner, { initialScale: 8, dynamicGrowthSteps: 2 });
  const apply = () => optimizer.apply([gradient.value], [variable]);
  const step = compiled ? jit(apply) : apply;
  const seen: number[][] = [];
  for (const g of [Number.POSITIVE_INFINITY, 4, 4, 8, Number.NaN]) {
    gradient.assign([g]);
    step();
    const scale = await optimizer.scaleLoss(ops.convertToTensor(1)).item();
    seen.push([...(await variable.data()), scale, await optimizer.iterations.item()]);
  }
  expect(seen).toEqual([
    [10, 4, 0],
    [9, 4, 1],
    [7.5, 8, 2],
    [5.75, 8, 3],
    [5.75, 4, 3],
  ]);
});

test('the learning rate is that of the inner optimizer, and state comes before its state', () => {
  const optimizer = new LossScaleOptimizer(new SGD({ learningRate: 0.5, name: 'sgd' }), { name: 'scaled' });
  optimizer.learningRate = 0.25;
  expect(optimizer.innerOptimizer.getLearningRate()).toBe(0.25);
  expect(optimizer.getLearningRate()).toBe(0.25);
  optimizer.build([new Variable([1])]);
  expect(optimizer.variables.map(({ path }) => path)).toEqual([
    'scaled/iteration',
    'scaled/learning_rate',
    'scaled/step_counter',
    'scaled/dynamic_scale',
    'sgd/iteration',
    'sgd/learning_rate',
  ]);
});

test('configs hold the inner optimizer', () => {
  const optimizer = new LossScaleOptimizer(new SGD({ momentum: 0.5 }), { initialScale: 2 });
  const again = LossScaleOptimizer.fromConfig(optimizer.getConfig());
  expect(again.innerOptimizer).toBeInstanceOf(SGD);
  expect(again.getConfig()).toEqual(optimizer.getConfig());
  const old = LossScaleOptimizer.fromConfig({ ...optimizer.getConfig(), weight_decay: null, ema_momentum: 0.99 });
  expect(old.getConfig()).toEqual(optimizer.getConfig());
});

test('bad arguments are refused', () => {
  expect(() => new LossScaleOptimizer(new SGD({ lossScaleFactor: 2 }))).toThrow('must not scale the loss itself');
  expect(() => new LossScaleOptimizer(new SGD(), { initialScale: 0 })).toThrow('`initialScale` must be a positive');
  const clipped: object = { clipnorm: 1 };
  expect(() => new LossScaleOptimizer(new SGD(), clipped)).toThrow('Unknown option of LossScaleOptimizer');
  const optimizer = new LossScaleOptimizer(new SGD());
  expect(() => optimizer.apply([ops.ones([2])], [new Variable([1])])).toThrow('`gradients[0]` must be of shape (1,)');
});
