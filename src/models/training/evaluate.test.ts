import { describe, expect, test, vi } from 'vitest';
import { classifier, scale } from '../testing/nets.ts';

const quiet = { verbose: 0 } as const;

describe('evaluate', () => {
  test('gives the loss alone, a list, or a record', async () => {
    expect(await scale().evaluate([1, 1, 1], [1, 1, 4], { ...quiet, batchSize: 2 })).toBe(3);
    const model = scale();
    model.compile({ loss: 'mse', metrics: ['mae'] });
    expect(await model.evaluate([1, 1], [2, 4], quiet)).toEqual([5, 2]);
    expect(await model.evaluate([1, 1], [2, 4], { ...quiet, returnDict: true })).toEqual({ loss: 5, mae: 2 });
    expect(await model.getMetricsResult()).toEqual({ loss: 5, mae: 2 });
    expect(model.metricsNames).toEqual(['loss', 'mae']);
  });

  test('ends after some steps, or when a callback says so', async () => {
    const model = scale();
    expect(await model.evaluate([1, 1, 1], [1, 2, 9], { ...quiet, batchSize: 1, steps: 2 })).toBe(0.5);
    const onTestBatchEnd = () => {
      model.stopEvaluating = true;
    };
    expect(await model.evaluate([1, 1], [2, 9], { ...quiet, batchSize: 1, callbacks: { onTestBatchEnd } })).toBe(1);
  });

  test('a callback of fit may evaluate without disturbing the running loss', async () => {
    const model = scale();
    const onTrainBatchEnd = async () => {
      expect(await model.evaluate([1], [10], quiet)).toBe(81);
    };
    const options = { ...quiet, batchSize: 1, shuffle: false, callbacks: { onTrainBatchEnd } };
    expect((await model.fit([1, 1], [1, 3], options)).history).toEqual({ loss: [2] });
  });

  test('beside a training, each has its own numbers', async () => {
    const model = scale();
    const training = model.fit([1, 1], [1, 3], { ...quiet, batchSize: 1, shuffle: false, epochs: 20 });
    const first = model.evaluate([1, 1], [10, 10], quiet);
    await expect(model.evaluate([1], [1], quiet)).rejects.toThrow('evaluated by one `evaluate` at a time');
    expect(await first).toBe(81);
    expect((await training).history.loss).toEqual(Array(20).fill(2));
    expect(await model.evaluate([1], [1], quiet)).toBe(0);
  });

  test('prints one line', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    await scale().evaluate([1], [1], { verbose: 2 });
    expect(log.mock.calls).toEqual([[expect.stringMatching(/^1\/1 - 0s - \d+(ms|us|s)\/step - loss: 0\.0000e\+00$/)]]);
    log.mockRestore();
  });

  test('wrong input', async () => {
    const model = classifier();
    await expect(model.evaluate([[1, 2]], [4], quiet)).rejects.toThrow(/`y` must hold class numbers/);
    await expect(model.evaluate([[1, 2]], null, quiet)).rejects.toThrow(/`y` must be given/);
    await expect(model.evaluate([[1, 2, 3]], [1], quiet)).rejects.toThrow(
      /`x` must have shape \(None, 2\).*Received: x of shape \(1, 3\)/,
    );
    await expect(model.evaluate([[1, 2]], [1], { ...quiet, batchSize: 1.5 })).rejects.toThrow(/batchSize=1.5/);
    // @ts-expect-error no such option
    await expect(model.evaluate([[1, 2]], [1], { ...quiet, epochs: 2 })).rejects.toThrow(/option of evaluate/);
    // @ts-expect-error no such verbosity
    await expect(model.evaluate([[1, 2]], [1], { verbose: 3 })).rejects.toThrow(/`verbose`.*verbose=3/);
  });
});
