import { describe, expect, test } from 'vitest';
import * as losses from '../../losses/index.ts';
import * as metrics from '../../metrics/index.ts';
import { SGD } from '../../optimizers/index.ts';
import { scale } from '../testing/nets.ts';
import { Compiled, type CompileOptions } from './compiled.ts';

describe('compile', () => {
  test('unknown names are refused at once, with the nearest known one', () => {
    const compile = (options: object) => () => new Compiled(options as CompileOptions);
    expect(compile({ loss: 'mean_squared_eror' })).toThrow(/Unknown loss. Did you mean "mean_squared_error"/);
    expect(compile({ loss: ['mse', 'mea'] })).toThrow(/Unknown loss/);
    expect(compile({ metrics: [['acuracy']] })).toThrow(/Unknown metric/);
    expect(compile({ metrics: { a: ['acuracy'] } })).toThrow(/Unknown metric/);
    expect(compile({ optimizer: 'adamm' })).toThrow(/Unknown optimizer/);
    expect(compile({ lossWeight: [1] })).toThrow(/Did you mean "lossWeights"/);
    expect(compile({ lossWeights: ['1'], loss: 'mse' })).toThrow(/`lossWeights` must be numbers/);
    expect(compile({ runEagerly: 1 })).toThrow(/runEagerly/);
    expect(compile({ jitCompile: 'never' })).toThrow(/jitCompile/);
    expect(compile({ stepsPerExecution: 0 })).toThrow(/stepsPerExecution/);
    expect(compile({ loss: 5 })).toThrow(/loss/);
  });

  test('a failed compile leaves the model as it was', () => {
    const model = scale();
    const { optimizer } = model;
    // @ts-expect-error no such loss
    expect(() => model.compile({ loss: 'mes2' })).toThrow();
    expect(model.optimizer).toBe(optimizer);
  });

  test('functions and objects', async () => {
    const model = scale();
    const half = (_yTrue: unknown, yPred: Parameters<losses.LossFunction>[1]) => yPred;
    model.compile({
      optimizer: new SGD(),
      loss: half,
      metrics: [half, new metrics.MeanAbsoluteError({ name: 'distance' })],
    });
    const logs = await model.evaluate([1, 2], [1, 1], { returnDict: true, verbose: 0 });
    expect(logs).toEqual({ distance: 0.5, half: 1.5, loss: 1.5 });
  });

  test('names that clash are numbered, and weighted ones say so', async () => {
    const model = scale();
    model.compile({ loss: 'mse', metrics: ['mae', 'mae'], weightedMetrics: ['mae', 'mse'] });
    const logs = await model.evaluate([1], [1], { returnDict: true, verbose: 0 });
    expect(Object.keys(logs)).toEqual(['loss', 'mae', 'mae_1', 'mse', 'weighted_mae']);
  });

  test("'crossentropy' is the kind that fits", async () => {
    const model = scale();
    model.compile({ loss: 'crossentropy', metrics: ['crossentropy'] });
    const logs = await model.evaluate([0.5], [1], { returnDict: true, verbose: 0 });
    expect(logs.loss).toBeCloseTo(Math.log(2), 5);
    expect(logs.crossentropy).toBeCloseTo(Math.log(2), 5);
  });

  test('a loss that is not reduced', async () => {
    const model = scale();
    model.compile({ loss: new losses.MeanSquaredError({ reduction: 'none' }) });
    await expect(model.fit([1], [1], { verbose: 0 })).rejects.toThrow(/reduction 'none'/);
  });
});

describe('the compile config', () => {
  test('names stay names, objects become envelopes, and both come back', async () => {
    const model = scale();
    model.compile({
      optimizer: new SGD({ learningRate: 0.5, momentum: 0.9 }),
      loss: new losses.Huber({ delta: 2 }),
      metrics: ['mae', new metrics.MeanSquaredError({ name: 'squares' })],
      stepsPerExecution: 3,
    });
    const config = model.getCompileConfig();
    expect(config).toMatchObject({
      loss: { class_name: 'Huber', config: { delta: 2 } },
      loss_weights: null,
      metrics: ['mae', { class_name: 'MeanSquaredError' }],
      weighted_metrics: null,
      run_eagerly: false,
      steps_per_execution: 3,
      jit_compile: true,
    });
    const other = scale();
    other.compileFromConfig(JSON.parse(JSON.stringify(config)));
    expect(other.getCompileConfig()).toEqual(config);
    expect(other.optimizer?.built).toBe(true);
    const logs = await other.evaluate([1], [1], { returnDict: true, verbose: 0 });
    expect(Object.keys(logs)).toEqual(['loss', 'mae', 'squares']);
  });

  test('no config before compile', () => {
    const model = scale();
    expect(model.getCompileConfig()).not.toBeNull();
  });
});
