import { expect, test, vi } from 'vitest';
import * as ops from '../ops/index.ts';
import { jit } from '../tensor/jit.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { Adam, type OptimizerOptions, RMSprop, SGD, schedules } from './index.ts';
import { Optimizer } from './optimizer.ts';

const tensor = (values: number[]) => ops.convertToTensor(values);
const values = async (variable: Variable | undefined) => [...((await variable?.data()) ?? [])];

/** Applies constant gradients of 1 to a variable, so that with a learning rate of 1 each step subtracts 1. */
async function afterSteps(steps: number, options: OptimizerOptions, start = [10, 20]): Promise<number[]> {
  const variable = new Variable(start);
  const optimizer = new SGD({ learningRate: 1, ...options });
  const step = jit(() => optimizer.apply([ops.ones([2])], [variable]));
  for (let i = 0; i < steps; i++) step();
  return values(variable);
}

test('options are checked before anything is made', () => {
  expect(() => new SGD({ clipnorm: 1, clipvalue: 0.5 })).toThrow(
    'At most one of `clipnorm`, `clipvalue` and `globalClipnorm` can be set. Received: clipnorm=1, clipvalue=0.5',
  );
  const misspelt: object = { learningRat: 0.1 };
  expect(() => new SGD(misspelt)).toThrow('Did you mean "learningRate"? Received: "learningRat"');
  const foreign: object = { momentun: 0.1 };
  expect(() => new SGD(foreign)).toThrow('Did you mean "momentum"?');
  expect(() => new SGD({ learningRate: Number.NaN })).toThrow('`learningRate` must be a finite number');
  expect(() => new SGD({ clipnorm: 0 })).toThrow('`clipnorm` must be a positive number. Received: clipnorm=0');
  expect(() => new SGD({ emaMomentum: 1.5 })).toThrow('`emaMomentum` must be a number from 0 to 1');
  expect(() => new SGD({ gradientAccumulationSteps: 1 })).toThrow('an integer that is at least 2');
  expect(() => new SGD({ weightDecay: -1 })).toThrow('`weightDecay`');
});

test('gradients and variables are checked before anything changes', async () => {
  const variable = new Variable([1, 2], { path: 'dense/kernel' });
  const optimizer = new SGD({ learningRate: 1 });
  expect(() => optimizer.apply([tensor([1, 2])])).toThrow('needs a built optimizer');
  expect(() => optimizer.apply([], [variable])).toThrow('a list of 1 gradients');
  expect(() => optimizer.apply([tensor([1])], [variable])).toThrow(
    '`gradients[0]` must be of shape (2,), that of variable "dense/kernel"',
  );
  expect(() => optimizer.apply([null], [variable])).toThrow('at least one variable. Received: null for dense/kernel');
  expect(optimizer.built).toBe(false);
  optimizer.build([variable]);
  const other = new Variable([1, 2], { path: 'other' });
  expect(() => optimizer.apply([tensor([1, 2])], [other])).toThrow('make a new one for others. Received: "other"');
  expect(await values(variable)).toEqual([1, 2]);
  expect(await optimizer.iterations.item()).toBe(0);
});

test('a variable without gradient stays, with one warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const [a, b] = [new Variable([1], { path: 'a' }), new Variable([1], { path: 'b' })];
  const optimizer = new SGD({ learningRate: 1 });
  optimizer.apply([tensor([1]), null], [a, b]);
  optimizer.apply([tensor([1]), null], [a, b]);
  expect([await values(a), await values(b)]).toEqual([[-1], [1]]);
  expect(warn.mock.calls).toEqual([['The loss does not depend on these variables, so they do not change: b']]);
  warn.mockRestore();
});

test('the three ways of clipping', async () => {
  const run = async (options: OptimizerOptions) => {
    const [a, b] = [new Variable([0, 0]), new Variable([0])];
    new SGD({ learningRate: 1, ...options }).apply([tensor([3, -4]), tensor([12])], [a, b]);
    return [...(await values(a)), ...(await values(b))];
  };
  expect(await run({ clipvalue: 3.5 })).toEqual([-3, 3.5, -3.5]);
  expect(await run({ clipnorm: 2.5 })).toEqual([-1.5, 2, -2.5]);
  expect(await run({ globalClipnorm: 6.5 })).toEqual([-1.5, 2, -6]);
  expect(await run({ globalClipnorm: 100 })).toEqual([-3, 4, -12]);
});

test('a global norm that is not finite makes all gradients NaN', async () => {
  const [a, b] = [new Variable([0]), new Variable([0])];
  new SGD({ globalClipnorm: 1 }).apply([tensor([Number.POSITIVE_INFINITY]), tensor([1])], [a, b]);
  expect([await values(a), await values(b)]).toEqual([[Number.NaN], [Number.NaN]]);
});

test('weight decay shrinks before the update, except what is excluded', async () => {
  const names = ['kernel', 'bias', 'gamma'];
  const variables = names.map((name) => new Variable([10], { name }));
  const optimizer = new SGD({ learningRate: 0.5, weightDecay: 0.1 });
  optimizer.excludeFromWeightDecay({ varNames: ['bi.s'], varList: variables.slice(2) });
  optimizer.apply(
    names.map(() => tensor([1])),
    variables,
  );
  expect(await Promise.all(variables.map(values))).toEqual([[9], [9.5], [9.5]]);
  expect(() => optimizer.excludeFromWeightDecay({ varNames: ['x'] })).toThrow('must come before `build`');
});

test('gradients are accumulated and the variables change with their mean', async () => {
  const variable = new Variable([0]);
  const gradient = new Variable([0]);
  const optimizer = new SGD({ learningRate: 1, gradientAccumulationSteps: 3, momentum: 0.5 });
  const step = jit(() => optimizer.apply([gradient.value], [variable]));
  const seen: number[] = [];
  const iterations: number[] = [];
  for (const g of [3, 6, 9, 1, 1, 1]) {
    gradient.assign([g]);
    step();
    seen.push(...(await values(variable)));
    iterations.push(await optimizer.iterations.item());
  }
  // The mean of 3, 6, 9 is 6; then half of that step again, and the mean of ones.
  expect(seen).toEqual([0, 0, -6, -6, -6, -10]);
  expect(iterations).toEqual([0, 0, 1, 1, 1, 2]);
});

test('a non-finite gradient in the middle of an accumulation reaches the variables with it, not before', async () => {
  const variable = new Variable([1]);
  const optimizer = new Adam({ gradientAccumulationSteps: 2 });
  optimizer.apply([tensor([Number.NaN])], [variable]);
  expect(await values(variable)).toEqual([1]);
  optimizer.apply([tensor([1])], [variable]);
  expect(await values(variable)).toEqual([Number.NaN]);
});

test('the moving average starts as a copy and takes over at the end', async () => {
  const variable = new Variable([10]);
  const optimizer = new SGD({ learningRate: 1, useEma: true, emaMomentum: 0.5 });
  for (let i = 0; i < 3; i++) optimizer.apply([tensor([1])], [variable]);
  // The variable was 9, 8, 7: 9, then (9 + 8) / 2, then (8.5 + 7) / 2.
  expect(await values(variable)).toEqual([7]);
  optimizer.finalizeVariableValues([variable]);
  expect(await values(variable)).toEqual([7.75]);
});

test('the moving average can take over every few steps', async () => {
  expect(await afterSteps(2, { useEma: true, emaMomentum: 0.5, emaOverwriteFrequency: 2 })).toEqual([8.5, 18.5]);
});

test('constraints are applied last', async () => {
  const constraint = { apply: (x: Tensor) => ops.maximum(x, 0) };
  const variable = new Variable([0.5, 5], { constraint });
  new SGD({ learningRate: 1 }).apply([tensor([1, 1])], [variable]);
  expect(await values(variable)).toEqual([0, 4]);
});

test('loss scaling cancels', async () => {
  const optimizer = new SGD({ learningRate: 1, lossScaleFactor: 8 });
  const variable = new Variable([3]);
  expect(await optimizer.scaleLoss(ops.convertToTensor(2)).item()).toBe(16);
  optimizer.apply([tensor([8])], [variable]);
  expect(await values(variable)).toEqual([2]);
});

test('a new learning rate reaches a compiled program', async () => {
  const variable = new Variable([10]);
  const optimizer = new SGD({ learningRate: 1 });
  const step = jit(() => optimizer.apply([ops.ones([1])], [variable]));
  step();
  optimizer.learningRate = 0.25;
  expect(optimizer.getLearningRate()).toBe(0.25);
  step();
  expect(await values(variable)).toEqual([8.75]);
  expect(await optimizer.learningRate.item()).toBe(0.25);
  expect(() => {
    optimizer.learningRate = Number.POSITIVE_INFINITY;
  }).toThrow('`learningRate`');
});

test('a schedule counts steps and cannot be set to a number', async () => {
  const variable = new Variable([10]);
  const schedule = new schedules.PiecewiseConstantDecay([0, 1], [1, 2, 4]);
  const optimizer = new SGD({ learningRate: schedule });
  const step = jit(() => optimizer.apply([ops.ones([1])], [variable]));
  const rates: number[] = [];
  for (let i = 0; i < 3; i++) {
    rates.push(optimizer.getLearningRate());
    step();
  }
  expect(rates).toEqual([1, 2, 4]);
  expect(await values(variable)).toEqual([3]);
  expect(optimizer.variables.map(({ path }) => path)).toEqual([`${optimizer.name}/iteration`]);
  expect(() => {
    optimizer.learningRate = 0.1;
  }).toThrow('follows a learning-rate schedule');
});

test('with accumulation, a schedule counts all steps and bias correction only updates', async () => {
  const variable = new Variable([10]);
  const schedule = new schedules.PiecewiseConstantDecay([0], [0, 2]);
  const optimizer = new SGD({ learningRate: schedule, gradientAccumulationSteps: 2 });
  for (let i = 0; i < 2; i++) optimizer.apply([tensor([1])], [variable]);
  expect(await values(variable)).toEqual([8]);
});

test('variables come in the order of files', () => {
  const variables = [new Variable([1], { path: 'a/kernel' }), new Variable([1], { path: 'a/bias' })];
  const optimizer = new RMSprop({
    name: 'opt',
    useEma: true,
    gradientAccumulationSteps: 2,
    momentum: 0.9,
    centered: true,
  });
  optimizer.build(variables);
  expect(optimizer.variables.map(({ path }) => path)).toEqual([
    'opt/iteration',
    'opt/learning_rate',
    'opt/a_kernel_average',
    'opt/a_bias_average',
    'opt/a_kernel_gradient_accumulator',
    'opt/a_bias_gradient_accumulator',
    'opt/a_kernel_velocity',
    'opt/a_bias_velocity',
    'opt/a_kernel_momentum',
    'opt/a_bias_momentum',
    'opt/a_kernel_average_gradient',
    'opt/a_bias_average_gradient',
  ]);
});

test("an optimizer of one's own overrides updateStep and keeps state", async () => {
  class Damped extends Optimizer {
    static override readonly className = 'Damped';
    protected override buildSlots(variables: readonly Variable[]): void {
      this.addOptimizerVariables(variables, 'last');
    }
    override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
      const last = this.slot(variable, 'last');
      variable.assign(ops.subtract(variable, ops.multiply(learningRate, ops.add(gradient, last))));
      last.assign(gradient);
    }
  }
  const variable = new Variable([10]);
  const optimizer = new Damped({ learningRate: 0.5 });
  const step = jit(() => optimizer.apply([ops.ones([1])], [variable]));
  step();
  step();
  expect(await values(variable)).toEqual([8.5]);
  expect(optimizer.name).toMatch(/^damped/);
  expect(String(optimizer)).toBe(`<Damped name=${optimizer.name}, learningRate=0.5>`);
  class Empty extends Optimizer {}
  expect(() => new Empty({ learningRate: 1 }).apply([tensor([1])], [variable])).toThrow('must override `updateStep`');
});

test('configs go both ways and ignore what only old versions wrote', () => {
  const optimizer = new SGD({ learningRate: 0.01, momentum: 0.9, globalClipnorm: 2, useEma: true });
  const config = optimizer.getConfig();
  expect(config).toMatchObject({
    learning_rate: 0.009999999776482582,
    momentum: 0.9,
    global_clipnorm: 2,
    use_ema: true,
  });
  const again = SGD.fromConfig({ ...config, decay: 0, jit_compile: true, is_legacy_optimizer: false });
  expect(again.momentum).toBe(0.9);
  expect(again.getConfig()).toEqual(config);
  expect(() => SGD.fromConfig({ ...config, momentun: 1 })).toThrow('Did you mean "momentum"?');
});

test('extend makes room for further variables and keeps what is remembered of the others', async () => {
  const [first, second] = [new Variable([1, 1], { path: 'first' }), new Variable([1, 1], { path: 'second' })];
  const optimizer = new SGD({ learningRate: 1, momentum: 0.5 });
  optimizer.apply([tensor([1, 1])], [first]);
  optimizer.extend([first, second]);
  optimizer.apply([tensor([0, 0]), tensor([1, 1])], [first, second]);
  // The velocity -1 of the first goes on with half its size.
  expect(await values(first)).toEqual([-0.5, -0.5]);
  expect(await values(second)).toEqual([0, 0]);
  expect(await optimizer.iterations.item()).toBe(2);
  expect(optimizer.variables).toHaveLength(4);
});
