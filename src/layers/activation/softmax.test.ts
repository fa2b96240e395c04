import { expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { setMask } from '../../tensor/mask.ts';
import { Softmax } from './softmax.ts';

test('sums to one along one axis or several', async () => {
  expect(await new Softmax().apply([[5, 5, 5, 5]]).array()).toEqual([[0.25, 0.25, 0.25, 0.25]]);
  expect(
    await new Softmax({ axis: [1, 2] })
      .apply([
        [
          [1, 1],
          [1, 1],
        ],
      ])
      .array(),
  ).toEqual([
    [
      [0.25, 0.25],
      [0.25, 0.25],
    ],
  ]);
  expect(new Softmax({ axis: [1] }).getConfig().axis).toEqual([1]);
});

test('masked positions get nothing, whether the mask is given or attached', async () => {
  const layer = new Softmax();
  expect(await layer.apply([[1, 1, 9]], { mask: [[true, true, false]] }).array()).toEqual([[0.5, 0.5, 0]]);
  const x = setMask(convertToTensor([[1, 1, 9]]), convertToTensor([[true, true, false]]));
  expect(await layer.apply(x).array()).toEqual([[0.5, 0.5, 0]]);
});

test('refuses an axis that is none', () => {
  expect(() => new Softmax({ axis: 1.5 })).toThrow(/`axis`/);
  expect(() => new Softmax({ axis: 2 }).apply([[1]])).toThrow(/axis/);
});
