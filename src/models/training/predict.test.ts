import { describe, expect, test } from 'vitest';
import { Dense } from '../../layers/core/dense.ts';
import { Input } from '../../layers/core/input.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { Model } from '../model.ts';
import { Sequential } from '../sequential.ts';
import { scale } from '../testing/nets.ts';

const quiet = { verbose: 0 } as const;

describe('predict', () => {
  test('joins the answers to all batches, without compile', async () => {
    const model = new Sequential([new Input({ shape: [1] }), new Dense(2, { kernelInitializer: 'ones' })]);
    const answers = await model.predict(Float32Array.of(1, 2, 3), { ...quiet, batchSize: 2 });
    expect(await answers.array()).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(await (await model.predictOnBatch([[4]])).array()).toEqual([[4, 4]]);
  });

  test('builds a model that waits for its input', async () => {
    const model = new Sequential([new Dense(1, { kernelInitializer: 'ones' })]);
    expect(await (await model.predict([[1, 2]], quiet)).array()).toEqual([[3]]);
    expect(model.outputShape).toEqual([null, 1]);
  });

  test('a record of outputs stays one', async () => {
    const x = new Input({ shape: [1] });
    const dense = new Dense(1, { kernelInitializer: 'ones' });
    const model = new Model({ inputs: x, outputs: { same: x, dense: dense.apply(x) } });
    const answers = await model.predict<{ same: Tensor; dense: Tensor }>([[1], [2]], { ...quiet, batchSize: 1 });
    expect(await answers.same.array()).toEqual([[1], [2]]);
    expect(await answers.dense.array()).toEqual([[1], [2]]);
  });

  test('callbacks see the answers to each batch', async () => {
    const seen: unknown[] = [];
    const onPredictBatchEnd = async (batch: number, logs: { outputs?: unknown }) => {
      seen.push([batch, await (logs.outputs as Tensor).array()]);
    };
    await scale().predict([1, 2, 3], { ...quiet, batchSize: 2, callbacks: { onPredictBatchEnd } });
    expect(seen).toEqual([
      [0, [[1], [2]]],
      [1, [[3]]],
    ]);
  });

  test('answers follow the weights', async () => {
    const model = scale();
    await model.predict([1], quiet);
    model.setWeights([[[5]]]);
    expect(await (await model.predict([1], quiet)).array()).toEqual([[5]]);
  });

  test('wrong input', async () => {
    await expect(scale().predict([[1, 2]], quiet)).rejects.toThrow(/`x` must have shape \(None, 1\)/);
    await expect(scale().predict([], quiet)).rejects.toThrow(/`x` must have at least one sample/);
    await expect(scale().predict(new Float32Array(0), quiet)).rejects.toThrow(/at least one sample/);
    await expect(scale().predict(function* () {}, quiet)).rejects.toThrow(/at least one batch/);
    await expect(scale().predict([1], { ...quiet, batchSize: -1 })).rejects.toThrow(/batchSize=-1/);
  });
});
