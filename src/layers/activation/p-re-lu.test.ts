import { expect, test } from 'vitest';
import { sum } from '../../ops/reduction.ts';
import { gradients } from '../../tensor/gradients.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { PReLU } from './p-re-lu.ts';

test('learns a slope per element, or shares slopes along axes', async () => {
  const layer = new PReLU({ alphaInitializer: 'ones' });
  const y = layer.apply([[-1, 2]]);
  expect(await y.array()).toEqual([[-1, 2]]);
  expect(layer.alpha.shape).toEqual([2]);
  const [gradient] = gradients(sum(layer.apply([[-1, 2]])), [layer.alpha]);
  expect(await gradient?.array()).toMatchObject([-1, expect.closeTo(0)]);
  const shared = new PReLU({ sharedAxes: [1, 2] });
  expect(shared.apply(new KerasTensor([null, null, null, 3])).shape).toEqual([null, null, null, 3]);
  expect(shared.alpha.shape).toEqual([1, 1, 3]);
});

test('refuses unknown extents and impossible axes', () => {
  expect(() => new PReLU().apply(new KerasTensor([null, null]))).toThrow(/known extents/);
  expect(() => new PReLU({ sharedAxes: [0] })).toThrow(/axis 0 is the batch/);
  expect(() => new PReLU({ sharedAxes: [3] }).build([null, 3])).toThrow(/axes from 1 to 1/);
  const layer = new PReLU({ name: 'p' });
  layer.build([null, 3]);
  expect(() => layer.apply([[1, 2]])).toThrow(/layer "p".*axis 1/s);
});
