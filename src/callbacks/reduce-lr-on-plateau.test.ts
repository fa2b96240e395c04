import { describe, expect, test } from 'vitest';
import { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './reduce-lr-on-plateau.ts';
import { FakeModel } from './testing/fake-model.ts';

/** The learning rate after each epoch. */
function run(options: ReduceLROnPlateauOptions, values: number[]) {
  const model = new FakeModel();
  const callback = new ReduceLROnPlateau(options);
  callback.setModel(model);
  callback.onTrainBegin();
  return values.map((value, epoch) => {
    const logs: Record<string, number> = { val_loss: value };
    callback.onEpochEnd(epoch, logs);
    expect(logs.learning_rate).toBeGreaterThan(0);
    return model.rate;
  });
}

describe('ReduceLROnPlateau', () => {
  test('reduces after `patience` epochs without improvement', () => {
    expect(run({ factor: 0.5, patience: 2 }, [3, 3, 3, 3, 3])).toEqual([0.1, 0.1, 0.05, 0.05, 0.025]);
  });

  test('not below minLr', () => {
    expect(run({ factor: 0.5, patience: 1, minLr: 0.04 }, [3, 3, 3, 3])).toEqual([0.1, 0.05, 0.04, 0.04]);
  });

  test('counts nothing while cooling down', () => {
    expect(run({ factor: 0.5, patience: 1, cooldown: 2 }, [3, 3, 3, 3, 3])).toEqual([0.1, 0.05, 0.05, 0.025, 0.025]);
  });

  test('wrong options', () => {
    expect(() => new ReduceLROnPlateau({ factor: 1 })).toThrow(/factor/);
    // @ts-expect-error a typing mistake
    expect(() => new ReduceLROnPlateau({ minLR: 1 })).toThrow(/minLr/);
  });
});
