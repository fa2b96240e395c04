import { expect, test } from 'vitest';
import { CallbackList } from './callback-list.ts';
import { ProgbarLogger } from './progbar-logger.ts';
import { FakeModel } from './testing/fake-model.ts';

function logger(steps: number | null) {
  const text: string[] = [];
  const output = { columns: null, write: (part: string) => text.push(part), line: (line: string) => text.push(line) };
  const callback = new ProgbarLogger({ output });
  return { text, list: new CallbackList([callback], new FakeModel(), { verbose: 2, epochs: 2, steps }) };
}

test('a training with validation: a header and a line per epoch, nothing of the validation itself', async () => {
  const { text, list } = logger(null);
  await list.onTrainBegin();
  for (const epoch of [0, 1]) {
    await list.onEpochBegin(epoch);
    await list.onTrainBatchEnd(0, () => ({ loss: 3 }));
    await list.onTrainBatchEnd(1, () => ({ loss: 2 }));
    await list.onTestBegin();
    await list.onTestBatchEnd(0, () => ({ loss: 9 }));
    await list.onTestEnd({ loss: 9 });
    await list.onEpochEnd(epoch, { loss: 2, val_loss: 9 });
  }
  await list.onTrainEnd({});
  expect(text.map((line) => line.replace(/\d+(s|ms|us)\/step/, 'T/step'))).toEqual([
    'Epoch 1/2',
    '2/2 - 0s - T/step - loss: 2.0000 - val_loss: 9.0000',
    'Epoch 2/2',
    '2/2 - 0s - T/step - loss: 2.0000 - val_loss: 9.0000',
  ]);
});

test('evaluation and prediction have a line of their own', async () => {
  const { text, list } = logger(1);
  await list.onTestBegin();
  await list.onTestBatchEnd(0, () => ({ loss: 9 }));
  await list.onTestEnd({ loss: 9 });
  await list.onPredictBegin();
  await list.onPredictBatchEnd(0, () => ({}));
  await list.onPredictEnd();
  expect(text).toHaveLength(2);
  expect(text[0]).toMatch(/^1\/1 - 0s - .* - loss: 9.0000$/);
  expect(text[1]).toMatch(/^1\/1 - 0s - [^-]*$/);
});
