import { describe, expect, test } from 'vitest';
import { EarlyStopping, type EarlyStoppingOptions } from './early-stopping.ts';
import { FakeModel } from './testing/fake-model.ts';

/** Runs a training in which the weight is the epoch, and tells after which epoch it ended. */
async function run(options: EarlyStoppingOptions, values: number[], name = 'val_loss') {
  const model = new FakeModel();
  const callback = new EarlyStopping(options);
  callback.setModel(model);
  callback.onTrainBegin();
  let epochs = 0;
  for (const value of values) {
    model.weight.assign([epochs]);
    await callback.onEpochEnd(epochs, { [name]: value });
    epochs++;
    if (model.stopTraining) break;
  }
  callback.onTrainEnd();
  return { epochs, callback, weight: (await model.weight.data())[0] };
}

describe('EarlyStopping', () => {
  test('stops after `patience` epochs without improvement', async () => {
    expect((await run({ patience: 2 }, [3, 2, 2.5, 2.4, 1])).epochs).toBe(4);
    expect((await run({}, [3, 2, 2.5, 1])).epochs).toBe(3);
  });

  test('a change within minDelta is no improvement, whatever its sign', async () => {
    expect((await run({ minDelta: 0.5 }, [3, 2.6, 1])).epochs).toBe(2);
    expect((await run({ minDelta: -0.5 }, [3, 2.6, 1])).epochs).toBe(2);
  });

  test('knows that more accuracy is better', async () => {
    const { epochs } = await run({ monitor: 'val_accuracy' }, [0.1, 0.2, 0.3, 0.25], 'val_accuracy');
    expect(epochs).toBe(4);
  });

  test('restores the best weights, stopped early or not', async () => {
    expect((await run({ patience: 1, restoreBestWeights: true }, [3, 1, 2, 2])).weight).toBe(1);
    expect((await run({ patience: 9, restoreBestWeights: true }, [3, 1, 2, 2])).weight).toBe(1);
    expect((await run({ patience: 1 }, [3, 1, 2, 2])).weight).toBe(2);
  });

  test('an improvement that does not beat the baseline keeps the count', async () => {
    expect((await run({ patience: 2, baseline: 0.5 }, [3, 2, 2.5, 0.4])).epochs).toBe(3);
    expect((await run({ patience: 3, baseline: 2.5 }, [3, 2, 2.5, 2.4, 2.3, 0.4])).epochs).toBe(5);
  });

  test('startFromEpoch', async () => {
    expect((await run({ startFromEpoch: 2 }, [1, 2, 3, 4, 5])).epochs).toBe(4);
  });

  test('can be used again', async () => {
    const { callback } = await run({ patience: 1 }, [1, 2]);
    expect(callback.stoppedEpoch).toBe(1);
    callback.onTrainBegin();
    expect(callback.stoppedEpoch).toBe(0);
    expect(callback.best).toBeNull();
  });

  test('asks for the mode when it cannot know', async () => {
    await expect(run({ monitor: 'mystery' }, [1, 2], 'mystery')).rejects.toThrow(/mode: 'min' or mode: 'max'/);
    expect((await run({ monitor: 'mystery', mode: 'max' }, [1, 2, 3, 2], 'mystery')).epochs).toBe(4);
  });

  test('wrong options', () => {
    expect(() => new EarlyStopping({ patience: -1 })).toThrow(/patience/);
    // @ts-expect-error no such mode
    expect(() => new EarlyStopping({ mode: 'low' })).toThrow(/mode.*"low"/);
    // @ts-expect-error a typing mistake
    expect(() => new EarlyStopping({ patient: 1 })).toThrow(/patience/);
  });
});
