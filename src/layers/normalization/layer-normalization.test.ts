import { expect, test } from 'vitest';
import { KerasTensor } from '../keras-tensor.ts';
import { LayerNormalization } from './layer-normalization.ts';

test('standardizes each sample', async () => {
  const layer = new LayerNormalization({ epsilon: 1e-7 });
  const [[a = 0, b = 0] = []] = (await layer.apply([[2, 4]]).array()) as number[][];
  expect([a, b].map(Math.round)).toEqual([-1, 1]);
  expect(layer.gamma?.shape).toEqual([2]);
});

test('over several axes, with weights of their shape', () => {
  const layer = new LayerNormalization({ axis: [1, 2], center: false });
  expect(layer.apply(new KerasTensor([null, 3, 4])).shape).toEqual([null, 3, 4]);
  expect(layer.gamma?.shape).toEqual([3, 4]);
  expect(layer.beta).toBeNull();
});

test('the old form divides by the deviation without subtracting the mean', async () => {
  const layer = new LayerNormalization({ rmsScaling: true, epsilon: 1e-7 });
  const [[a = 0, b = 0] = []] = (await layer.apply([[2, 4]]).array()) as number[][];
  expect([a, b].map(Math.round)).toEqual([2, 4]);
});

test('its config holds a list of axes once it is built, as in Keras', () => {
  const layer = new LayerNormalization();
  expect(layer.getConfig().axis).toBe(-1);
  layer.build([null, 2]);
  expect(layer.getConfig().axis).toEqual([-1]);
  expect(() => new LayerNormalization({ epsilon: -1 })).toThrow(/`epsilon`/);
  expect(() => new LayerNormalization().build([null, null])).toThrow(/is known/);
});
