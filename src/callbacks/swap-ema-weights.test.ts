import { expect, test } from 'vitest';
import { SGD } from '../optimizers/index.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { Variable } from '../tensor/variable.ts';
import { SwapEMAWeights } from './swap-ema-weights.ts';
import { FakeModel } from './testing/fake-model.ts';

test('averages are in the model while it is evaluated', () => {
  const model = new FakeModel();
  const callback = new SwapEMAWeights();
  callback.setModel(model);
  callback.onEpochBegin();
  callback.onTestBegin();
  expect(model.calls).toEqual(['swap']);
  callback.onTestEnd();
  callback.onEpochEnd(0);
  expect(model.calls).toEqual(['swap', 'swap']);
});

test('and between epochs, if asked for; at the end they stay', () => {
  const model = new FakeModel();
  const callback = new SwapEMAWeights({ swapOnEpoch: true });
  callback.setModel(model);
  callback.setParams({ verbose: 0, epochs: 2, steps: 1 });
  for (const epoch of [0, 1]) {
    callback.onEpochBegin();
    callback.onTestBegin();
    callback.onTestEnd();
    callback.onEpochEnd(epoch);
  }
  expect(model.calls).toEqual([...Array(7).fill('swap').slice(0, 7), 'reset']);
});

test('an optimizer swaps and resets its averages', async () => {
  const w = new Variable([1]);
  const optimizer = new SGD({ learningRate: 1, useEma: true, emaMomentum: 0.5 });
  const step = () => optimizer.apply([convertToTensor([1])], [w]);
  step();
  step();
  expect(await w.array()).toEqual([-1]);
  optimizer.swapAverages();
  expect(await w.array()).toEqual([-0.5]);
  optimizer.swapAverages();
  expect(await w.array()).toEqual([-1]);
  optimizer.resetAverages();
  optimizer.swapAverages();
  expect(await w.array()).toEqual([-1]);
  expect(() => new SGD().swapAverages()).toThrow('Moving averages need an optimizer with `useEma: true`');
});
