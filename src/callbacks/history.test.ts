import { expect, test } from 'vitest';
import { History } from './history.ts';

test('collects values by name; a value that an epoch lacks is left out', () => {
  const history = new History();
  history.onTrainBegin();
  history.onEpochEnd(3, { loss: 2 });
  history.onEpochEnd(4, { loss: 1, val_loss: 5 });
  expect(history.epoch).toEqual([3, 4]);
  expect(history.history).toEqual({ loss: [2, 1], val_loss: [5] });
});
