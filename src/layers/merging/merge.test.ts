import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { getMask, setMask } from '../../tensor/mask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Add, add } from './add.ts';
import { average } from './average.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { multiply } from './multiply.ts';
import { Subtract, subtract } from './subtract.ts';

const t = (rows: number[][] | number[][][]): Tensor => convertToTensor(rows);

describe('merging', () => {
  test('elementwise, as functions', async () => {
    const pair = [t([[1, 6]]), t([[3, 2]])];
    expect(await add(pair).array()).toEqual([[4, 8]]);
    expect(await subtract(pair).array()).toEqual([[-2, 4]]);
    expect(await multiply(pair).array()).toEqual([[3, 12]]);
    expect(await average(pair).array()).toEqual([[2, 4]]);
    expect(await maximum(pair).array()).toEqual([[3, 6]]);
    expect(await minimum(pair).array()).toEqual([[1, 2]]);
    expect(await add([...pair, ...pair]).array()).toEqual([[8, 16]]);
  });

  test('shapes broadcast, and missing axes come after the batch', async () => {
    expect(add([new KerasTensor([null, 1, 3]), new KerasTensor([null, 2, 1])]).shape).toEqual([null, 2, 3]);
    expect(add([new KerasTensor([null, 3]), new KerasTensor([null, 2, 3])]).shape).toEqual([null, 2, 3]);
    expect(
      await add([
        t([[1, 2]]),
        t([
          [
            [10, 20],
            [30, 40],
          ],
        ]),
      ]).array(),
    ).toEqual([
      [
        [11, 22],
        [31, 42],
      ],
    ]);
  });

  test('a position is valid where any input is; without masks everywhere there is none', async () => {
    const masked = (mask: boolean[][]) => setMask(t([[[1], [2]]]), convertToTensor(mask));
    const both = add([masked([[true, false]]), masked([[false, false]])]);
    expect(await getMask(both)?.array()).toEqual([[1, 0]]);
    expect(getMask(add([masked([[true, false]]), t([[[1], [2]]])]))).toBeUndefined();
  });

  test('refuses what it cannot merge', () => {
    expect(() => new Add({ name: 'sum' }).apply([[1, 2]])).toThrow(
      /"sum" merges a list of tensors\. Received: one tensor of shape \(1, 2\)/,
    );
    expect(() => new Add({ name: 'sum' }).apply(new KerasTensor([null, 3]))).toThrow(/merges a list/);
    expect(() => add([new KerasTensor([null, 2]), new KerasTensor([null, 3])])).toThrow(
      /broadcast together.*\(None, 2\) and \(None, 3\)/s,
    );
    expect(() => new Subtract().apply([t([[1]]), t([[1]]), t([[1]])])).toThrow(/exactly 2 inputs\. Received: 3/);
    expect(() => add([new KerasTensor([null, 2]), t([[1, 2]]) as unknown as KerasTensor])).toThrow(/not a mixture/);
  });
});
