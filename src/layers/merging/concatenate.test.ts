import { expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { getMask, setMask } from '../../tensor/mask.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Concatenate, concatenate } from './concatenate.ts';

test('joins along an axis', async () => {
  const [a, b] = [convertToTensor([[1], [2]]), convertToTensor([[3], [4]])];
  expect(await concatenate([a, b]).array()).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(await concatenate([a, b], { axis: 0 }).array()).toEqual([[1], [2], [3], [4]]);
  expect(concatenate([new KerasTensor([null, 2, 3]), new KerasTensor([null, 5, 3])], { axis: 1 }).shape).toEqual([
    null,
    7,
    3,
  ]);
  expect(concatenate([new KerasTensor([null, 2]), new KerasTensor([null, null])]).shape).toEqual([null, null]);
});

test('joins masks; inputs without one are valid everywhere', async () => {
  const x = () => convertToTensor([[[1], [2]]]);
  const y = concatenate([setMask(x(), convertToTensor([[true, false]])), x()], { axis: 1 });
  expect(await getMask(y)?.array()).toEqual([[1, 0, 1, 1]]);
  expect(getMask(concatenate([x(), x()]))).toBeUndefined();
});

test('refuses inputs that do not agree in the other axes', () => {
  expect(() => concatenate([new KerasTensor([null, 2, 3]), new KerasTensor([null, 2, 4])], { axis: 1 })).toThrow(
    /agree in all axes but axis 1\. Received: \(None, 2, 3\) and \(None, 2, 4\)/,
  );
  expect(() => concatenate([new KerasTensor([null, 2]), new KerasTensor([null, 2, 4])])).toThrow(/agree/);
  expect(() => new Concatenate({ axis: 0.5 })).toThrow(/`axis`/);
});
