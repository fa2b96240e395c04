import { expect, test } from 'vitest';
import { LearningRateScheduler } from './learning-rate-scheduler.ts';
import { FakeModel } from './testing/fake-model.ts';

test('sets the rate when an epoch begins, and logs it when it ends', () => {
  const model = new FakeModel();
  const callback = new LearningRateScheduler((epoch, rate) => rate / (epoch + 1));
  callback.setModel(model);
  callback.onEpochBegin(0);
  callback.onEpochBegin(1);
  const logs: Record<string, number> = {};
  callback.onEpochEnd(1, logs);
  expect(logs).toEqual({ learning_rate: 0.05 });
});

test('a schedule must return a number', () => {
  // @ts-expect-error no number
  const callback = new LearningRateScheduler(() => undefined);
  callback.setModel(new FakeModel());
  expect(() => callback.onEpochBegin(0)).toThrow(/schedule.*Received: schedule=undefined/);
  // @ts-expect-error no function
  expect(() => new LearningRateScheduler(0.1)).toThrow(/schedule/);
});
