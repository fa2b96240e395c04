import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../tensor/tensor.ts';
import { twoOutputs } from '../testing/nets.ts';

const quiet = { verbose: 0 } as const;
const x = [
  [[1], [2]],
  [[3], [4]],
];
const y = [
  [[4], [6]],
  [[2], [6]],
];

describe('a model with several inputs and outputs', () => {
  test('losses in a list, weighted in the total but not by themselves', async () => {
    const model = twoOutputs();
    model.compile({
      optimizer: 'sgd',
      loss: ['mse', 'mae'],
      lossWeights: [1, 0.5],
      metrics: [['mae'], ['mse', 'mae']],
    });
    const logs = await model.evaluate(x, y, { ...quiet, returnDict: true });
    expect(logs).toEqual({ double_loss: 1, double_mae: 1, double_mse: 2, loss: 0.5, sum_loss: 0, sum_mae: 0 });
    expect(model.metricsNames).toEqual(['loss', 'sum_mae', 'double_mse', 'double_mae', 'sum_loss', 'double_loss']);
    expect(await model.evaluate(x, y, quiet)).toEqual([0.5, 0, 2, 1, 0, 1]);
  });

  test('everything by name', async () => {
    const model = twoOutputs();
    model.compile({ loss: { double: 'mae', sum: 'mse' }, lossWeights: { double: 0.5 }, metrics: { double: 'mse' } });
    const inputs = { b: [[3], [4]], a: [[1], [2]] };
    const targets = { double: [[2], [6]], sum: [[4], [6]] };
    const logs = await model.evaluate(inputs, targets, { ...quiet, returnDict: true });
    expect(logs).toEqual({ double_loss: 1, double_mse: 2, loss: 0.5, sum_loss: 0 });
  });

  test('one loss for all, and an output without a loss', async () => {
    const model = twoOutputs();
    model.compile({ loss: 'mae' });
    expect(await model.evaluate(x, y, { ...quiet, returnDict: true })).toEqual({
      double_loss: 1,
      loss: 1,
      sum_loss: 0,
    });
    model.compile({ loss: [null, 'mae'] });
    expect(await model.evaluate(x, y, quiet)).toBe(1);
  });

  test('weights of samples for all outputs, or for some', async () => {
    const model = twoOutputs();
    model.compile({ loss: 'mae', weightedMetrics: [[], ['mae']], metrics: [[], ['mae']] });
    const all = await model.evaluate(x, y, { ...quiet, returnDict: true, sampleWeight: [1, 3] });
    expect(all).toMatchObject({ loss: 3, double_mae: 1, double_weighted_mae: 1.5 });
    const some = await model.evaluate(x, y, { ...quiet, returnDict: true, sampleWeight: { sum: [5, 5] } });
    expect(some).toMatchObject({ loss: 1 });
  });

  test('predictions keep the structure of the outputs', async () => {
    const [sum, double] = await twoOutputs().predict<Tensor[]>(x, quiet);
    expect(await sum?.array()).toEqual([[4], [6]]);
    expect(await double?.array()).toEqual([[2], [4]]);
  });

  test('what does not fit the outputs', async () => {
    const model = twoOutputs();
    model.compile({ loss: { sum: 'mse', doubl: 'mse' } });
    await expect(model.fit(x, y, quiet)).rejects.toThrow(/output in `loss`. Did you mean "double"/);
    model.compile({ loss: { sum: 'mse' } });
    await expect(model.fit(x, y, quiet)).rejects.toThrow(/double is missing/);
    model.compile({ loss: ['mse', 'mse', 'mse'] });
    await expect(model.fit(x, y, quiet)).rejects.toThrow(
      /`loss` as a list must have one entry for each of the model's 2 outputs. Received: 3/,
    );
    model.compile({ loss: 'mse', metrics: ['mae', 'mse', 'mae'] });
    await expect(model.fit(x, y, quiet)).rejects.toThrow(/`metrics` as a list.*Received: 3/);
    model.compile({ loss: 'mse' });
    await expect(model.fit(x, [[4], [6]], quiet)).rejects.toThrow(/`y\[0\]` must have as many samples/);
    await expect(model.fit([[1], [2]], y, quiet)).rejects.toThrow(/`x/);
    await expect(model.fit(x, { sum: [[1], [2]], dble: [[1], [2]] }, quiet)).rejects.toThrow(/name in `y`/);
  });
});
