import { describe, expect, test, vi } from 'vitest';
import { Callback, type CallbackLike, History, type Logs } from '../../callbacks/index.ts';
import { Dense } from '../../layers/core/dense.ts';
import { Input } from '../../layers/core/input.ts';
import { globalShuffler } from '../../support/shuffle.ts';
import { Sequential } from '../sequential.ts';
import { classifier, scale } from '../testing/nets.ts';

const quiet = { verbose: 0, shuffle: false } as const;
const weightOf = async (model: Sequential) => (await model.weights[0]?.data())?.[0];

describe('what fit reports', () => {
  test('the loss is the mean over samples since the epoch began', async () => {
    const seen: (number | undefined)[] = [];
    const callbacks: CallbackLike = {
      onTrainBatchEnd(_batch, logs) {
        seen.push(logs.loss);
      },
    };
    const { history } = await scale().fit([1, 1, 1], [1, 1, 4], { ...quiet, batchSize: 2, callbacks });
    expect(seen).toEqual([0, 3]);
    expect(history).toEqual({ loss: [3] });
  });

  test('names in alphabetical order, validation and what callbacks add included', async () => {
    const model = classifier();
    const callbacks: CallbackLike = {
      onEpochEnd(_epoch, logs) {
        logs.extra = 1;
      },
    };
    const x = [
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 0],
    ];
    const result = await model.fit(x, [0, 1, 2, 0], {
      ...quiet,
      epochs: 3,
      initialEpoch: 1,
      validationSplit: 0.5,
      callbacks,
    });
    expect(Object.keys(result.history)).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss', 'extra']);
    expect(result.epoch).toEqual([1, 2]);
    expect(result.params).toEqual({ verbose: 0, epochs: 3, steps: 1 });
    expect(result.model).toBe(model);
    expect(model.history).toBe(result);
    expect(result).toBeInstanceOf(History);
  });

  test('regularizers and added losses are part of the loss', async () => {
    const model = new Sequential([
      new Input({ shape: [1] }),
      new Dense(1, { kernelInitializer: 'ones', useBias: false, kernelRegularizer: 'l2' }),
    ]);
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    const { history } = await model.fit([1], [1], quiet);
    expect(history.loss?.[0]).toBeCloseTo(0.01, 6);
  });

  test('validation runs on the last samples, without weights of classes', async () => {
    const model = scale();
    const { history } = await model.fit([1, 1, 1, 1], [1, 1, 2, 3], { ...quiet, validationSplit: 0.5 });
    expect(history).toEqual({ loss: [0], val_loss: [2.5] });
    const data = [
      [1, 1],
      [3, 3],
    ] as const;
    const again = await model.fit([1], [1], { ...quiet, epochs: 4, validationData: data, validationFreq: 2 });
    expect(again.history).toEqual({ loss: [0, 0, 0, 0], val_loss: [4, 4] });
  });

  test('weights of samples and classes', async () => {
    const sampleWeight = await scale().fit([1, 1], [2, 3], { ...quiet, sampleWeight: [3, 1] });
    expect(sampleWeight.history.loss).toEqual([(3 * 1 + 1 * 4) / 2]);
    const classWeight = await scale().fit([1, 1], [2, 3], { ...quiet, classWeight: { 2: 3 } });
    expect(classWeight.history.loss).toEqual([(3 * 1 + 1 * 4) / 2]);
  });

  test('the average of the weights takes their place at the end', async () => {
    const model = scale();
    model.compile({
      optimizer: new (await import('../../optimizers/index.ts')).SGD({
        learningRate: 0.5,
        useEma: true,
        emaMomentum: 0.5,
      }),
      loss: 'mse',
    });
    // Gradients 2 (w - 2): w goes 1, 2, 2; the average begins as a copy.
    await model.fit([1], [2], { ...quiet, epochs: 2 });
    expect(await weightOf(model)).toBe(2);
  });
});

describe('what fit does', () => {
  test('one update per batch, the last one smaller', async () => {
    const model = scale('mse', 0.25);
    await model.fit([1, 1, 1], [2, 2, 2], { ...quiet, batchSize: 2 });
    // w += 0.25 * 2 (2 - w), twice
    expect(await weightOf(model)).toBe(1.75);
    expect(await model.optimizer?.iterations.item()).toBe(2);
  });

  test('stepsPerEpoch sets the batch size, or cuts passes into epochs', async () => {
    const model = scale('mse', 0.25);
    await model.fit([1, 1, 1, 1], [2, 2, 2, 2], { ...quiet, stepsPerEpoch: 2 });
    expect(await model.optimizer?.iterations.item()).toBe(2);
    const seen: (number | undefined)[] = [];
    const onEpochEnd = (_epoch: number, logs: Logs) => void seen.push(logs.loss);
    await scale().fit([1, 1, 1], [1, 2, 3], {
      ...quiet,
      stepsPerEpoch: 1,
      batchSize: 1,
      epochs: 3,
      callbacks: { onEpochEnd },
    });
    expect(seen).toEqual([0, 1, 4]);
  });

  test('the same seed gives the same run, to the bit', async () => {
    const x = Float32Array.from({ length: 40 }, (_, i) => Math.sin(i));
    const run = async () => {
      globalShuffler.seed(3);
      const model = scale('mse', 0.1);
      const { history } = await model.fit(
        x,
        x.map((value) => 3 * value),
        { batchSize: 7, epochs: 3, verbose: 0 },
      );
      return [history.loss, await weightOf(model)];
    };
    expect(await run()).toEqual(await run());
  });

  test('freezing and the learning rate are noticed without compiling again', async () => {
    const model = scale('mse', 0.25);
    const [layer] = model.layers;
    if (layer === undefined) throw new Error('A layer is missing.');
    layer.trainable = false;
    await model.fit([1], [2], quiet);
    expect(await weightOf(model)).toBe(1);
    layer.trainable = true;
    await model.fit([1], [2], quiet);
    expect(await weightOf(model)).toBe(1.5);
    if (model.optimizer) model.optimizer.learningRate = 0.5;
    await model.fit([1], [2], quiet);
    expect(await weightOf(model)).toBe(2);
  });

  test('layers that are unfrozen between two trainings', async () => {
    const model = new Sequential([
      new Input({ shape: [1] }),
      new Dense(1, { kernelInitializer: 'ones', useBias: false, trainable: false }),
      new Dense(1, { kernelInitializer: 'ones', useBias: false }),
    ]);
    model.compile({ optimizer: 'adam', loss: 'mse' });
    await model.fit([1], [2], quiet);
    model.trainable = true;
    await model.fit([1], [2], quiet);
    expect(await weightOf(model)).toBeGreaterThan(1);
    expect(model.optimizer?.variables).toHaveLength(2 + 2 * 2);
  });

  test('stepsPerExecution looks at callbacks only after so many steps', async () => {
    const seen: [number, number | undefined][] = [];
    const model = scale();
    model.compile({ optimizer: 'sgd', loss: 'mse', stepsPerExecution: 2 });
    await model.fit([1, 1, 1], [2, 2, 2], {
      ...quiet,
      batchSize: 1,
      callbacks: { onTrainBatchEnd: (batch, logs) => void seen.push([batch, logs.loss && Math.sign(logs.loss)]) },
    });
    expect(seen).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test('runEagerly computes the same', async () => {
    const losses: unknown[] = [];
    for (const runEagerly of [false, true]) {
      const model = scale();
      model.compile({ optimizer: 'adam', loss: 'mse', metrics: ['mae'], runEagerly });
      const { history } = await model.fit([1, 2, 3], [2, 2, 2], { ...quiet, batchSize: 2, epochs: 3 });
      losses.push(
        Object.values(history)
          .flat()
          .map((value) => value.toFixed(5)),
      );
    }
    expect(losses[0]).toEqual(losses[1]);
  });

  test('other things go on while a model is trained', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const until = performance.now() + 400;
    const model = scale();
    const onTrainBatchEnd = () => {
      if (performance.now() > until) model.stopTraining = true;
    };
    await model.fit(new Float32Array(1e6), new Float32Array(1e6), {
      ...quiet,
      batchSize: 1,
      callbacks: { onTrainBatchEnd },
    });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(2);
  });
});

describe('the hooks of callbacks', () => {
  class Recorder extends Callback {
    readonly calls: string[] = [];
    override onTrainBegin = () => void this.calls.push('trainBegin');
    override onTrainEnd = () => void this.calls.push('trainEnd');
    override onEpochBegin = (epoch: number) => void this.calls.push(`epochBegin ${epoch}`);
    override onEpochEnd = (epoch: number) => void this.calls.push(`epochEnd ${epoch}`);
    override onTrainBatchBegin = (batch: number) => void this.calls.push(`batchBegin ${batch}`);
    override onTrainBatchEnd = (batch: number) => void this.calls.push(`batchEnd ${batch}`);
    override onTestBegin = () => void this.calls.push('testBegin');
    override onTestBatchEnd = (batch: number) => void this.calls.push(`testBatchEnd ${batch}`);
    override onTestEnd = () => void this.calls.push('testEnd');
  }

  test('come in their order', async () => {
    const recorder = new Recorder();
    await scale().fit([1, 1], [1, 1], { ...quiet, batchSize: 1, validationData: [[1], [1]], callbacks: [recorder] });
    expect(recorder.calls).toEqual([
      'trainBegin',
      'epochBegin 0',
      'batchBegin 0',
      'batchEnd 0',
      'batchBegin 1',
      'batchEnd 1',
      'testBegin',
      'testBatchEnd 0',
      'testEnd',
      'epochEnd 0',
      'trainEnd',
    ]);
  });

  test('stopTraining ends the epoch after the batch, and validates', async () => {
    const model = scale();
    const onTrainBatchEnd = (batch: number) => {
      if (batch === 1) model.stopTraining = true;
    };
    const { history, epoch } = await model.fit([1, 1, 1], [2, 2, 9], {
      ...quiet,
      batchSize: 1,
      epochs: 5,
      validationData: [[1], [1]],
      callbacks: { onTrainBatchEnd },
    });
    expect(epoch).toEqual([0]);
    expect(history).toEqual({ loss: [1], val_loss: [0] });
  });

  test('an exception comes through as it is, and the weights are those of the last finished step', async () => {
    const mine = new TypeError('mine');
    const model = scale('mse', 0.25);
    const onTrainBatchEnd = (batch: number) => {
      if (batch === 1) throw mine;
    };
    const callbacks = [{ onTrainBatchEnd }];
    await expect(model.fit([1, 1, 1], [2, 2, 2], { ...quiet, batchSize: 1, callbacks })).rejects.toBe(mine);
    expect(await weightOf(model)).toBe(1.75);
    await model.fit([1], [2], quiet);
  });

  test('one fit at a time', async () => {
    const model = scale();
    const first = model.fit([1], [1], { ...quiet, callbacks: { onEpochEnd: async () => {} } });
    await expect(model.fit([1], [1], quiet)).rejects.toThrow(/one `fit` at a time/);
    await first;
  });

  test('Ctrl-C ends training after the current step, and is forgotten afterwards', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const before = process.listenerCount('SIGINT');
    const model = scale('mse', 0.25);
    const onTrainBatchEnd = (batch: number) => void (batch === 1 && process.emit('SIGINT'));
    const result = await model.fit([1, 1, 1], [2, 2, 2], {
      ...quiet,
      batchSize: 1,
      epochs: 3,
      validationData: [[1], [1]],
      callbacks: { onTrainBatchEnd },
    });
    expect(result.epoch).toEqual([0]);
    expect(await weightOf(model)).toBe(1.75);
    expect(process.listenerCount('SIGINT')).toBe(before);
    expect(warn.mock.calls[0]?.[0]).toMatch(/Interrupted/);
    warn.mockRestore();
  });
});
