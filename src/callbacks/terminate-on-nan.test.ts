import { expect, test, vi } from 'vitest';
import { TerminateOnNaN } from './terminate-on-nan.ts';
import { FakeModel } from './testing/fake-model.ts';

test('ends training at the first loss that is no finite number', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const model = new FakeModel();
  const callback = new TerminateOnNaN();
  callback.setModel(model);
  callback.onTrainBatchEnd(0, { loss: 1 });
  expect(model.stopTraining).toBe(false);
  callback.onTrainBatchEnd(1, { loss: Number.NaN });
  expect(model.stopTraining).toBe(true);
  expect(warn).toHaveBeenCalledOnce();
  warn.mockRestore();
});

test('or fails, when asked to', () => {
  const callback = new TerminateOnNaN({ raiseError: true });
  expect(() => callback.onTrainBatchEnd(4, { loss: Number.POSITIVE_INFINITY })).toThrow(/loss=Infinity after batch 4/);
});
