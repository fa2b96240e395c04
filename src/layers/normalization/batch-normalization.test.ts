import { describe, expect, test } from 'vitest';
import { sum } from '../../ops/reduction.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import { gradients } from '../../tensor/gradients.ts';
import { jit } from '../../tensor/jit.ts';
import { setMask } from '../../tensor/mask.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { BatchNormalization } from './batch-normalization.ts';

const numbers = async (tensor: { data(): Promise<ArrayLike<number>> }) => Array.from(await tensor.data());

describe('BatchNormalization', () => {
  test('is inference by default: x / sqrt(1 + epsilon) at the beginning', async () => {
    const y = new BatchNormalization().apply([[0.13832426]]);
    expect((await numbers(y))[0]).toBeCloseTo(0.13825515, 7);
  });

  test('in training standardizes by the batch, and the moving statistics follow', async () => {
    const layer = new BatchNormalization({ momentum: 0.9, epsilon: 1e-6 });
    const y = await numbers(
      layer.apply(
        [
          [1, 10],
          [3, 30],
        ],
        { training: true },
      ),
    );
    expect(y).toEqual([-1, -1, 1, 1].map((want) => expect.closeTo(want, 4)));
    expect(await numbers(layer.movingMean)).toEqual([0.2, 2].map(Math.fround));
    expect(await numbers(layer.movingVariance)).toEqual([expect.closeTo(1, 5), expect.closeTo(10.9, 5)]);
    expect(layer.weights.map(({ name, trainable }) => [name, trainable])).toEqual([
      ['gamma', true],
      ['beta', true],
      ['moving_mean', false],
      ['moving_variance', false],
    ]);
    expect(layer.updates).toEqual([]);
  });

  test('frozen it stays in inference mode, even in training', async () => {
    const layer = new BatchNormalization({ epsilon: 1e-12 });
    layer.apply([[1]]);
    layer.trainable = false;
    expect((await numbers(layer.apply([[5], [7]], { training: true })))[0]).toBeCloseTo(5, 5);
    expect(await numbers(layer.movingMean)).toEqual([0]);
    expect(layer.trainableWeights).toEqual([]);
  });

  test('the moving statistics are updated inside a compiled step', async () => {
    const layer = new BatchNormalization({ momentum: 0.5 });
    layer.build([null, 1]);
    const step = jit((x: Tensor) => layer.apply(x, { training: true }));
    const x = convertToTensor([[2], [4]]);
    step(x);
    step(x);
    expect(await numbers(layer.movingMean)).toEqual([2.25]);
  });

  test('with a list of axes every position is normalized on its own', async () => {
    const layer = new BatchNormalization({ axis: [1, 2], epsilon: 1e-7 });
    const y = (await layer
      .apply(
        [
          [
            [1, 5],
            [2, 0],
          ],
          [
            [3, 9],
            [2, 4],
          ],
        ],
        { training: true },
      )
      .array()) as number[][][];
    expect(layer.gamma?.shape).toEqual([2, 2]);
    expect(y[0]?.[0]?.[0]).toBeCloseTo(-1, 3);
    expect(y[0]?.[0]?.[1]).toBeCloseTo(-1, 3);
    expect(y[0]?.[1]?.[0]).toBeCloseTo(0, 3);
    expect(layer.getConfig().axis).toEqual([1, 2]);
  });

  test('one axis in the middle', () => {
    const layer = new BatchNormalization({ axis: 1 });
    expect(layer.apply(new KerasTensor([null, 3, null])).shape).toEqual([null, 3, null]);
    expect(layer.gamma?.shape).toEqual([3]);
  });

  test('a mask excludes positions from the statistics', async () => {
    const layer = new BatchNormalization({ momentum: 0 });
    const x = setMask(convertToTensor([[[1], [3], [100]]]), convertToTensor([[true, true, false]]));
    layer.apply(x, { training: true });
    expect((await numbers(layer.movingMean))[0]).toBeCloseTo(2, 5);
    expect(() => layer.apply([[[1]]], { training: true, mask: [true] })).toThrow(
      /one axis less.*Received: a mask of shape \(1,\)/s,
    );
  });

  test('without center and scale there is nothing to learn', () => {
    const layer = new BatchNormalization({ center: false, scale: false });
    layer.build([null, 2]);
    expect(layer.trainableWeights).toEqual([]);
    expect(layer.gamma).toBeNull();
    expect(layer.beta).toBeNull();
  });

  test('gradients go through the batch statistics: those of a sum vanish', async () => {
    const layer = new BatchNormalization();
    const x = convertToTensor([[1], [2], [4]]);
    const [gradient] = gradients(sum(layer.apply(x, { training: true })), [x]);
    for (const g of await numbers(gradient as Tensor)) expect(g).toBeCloseTo(0, 5);
  });

  test('renormalization has three more statistics', () => {
    const layer = new BatchNormalization({ renorm: true, renormClipping: { rmax: 3 } });
    layer.build([null, 2]);
    expect(layer.weights.slice(4).map(({ name }) => name)).toEqual(['moving_stddev', 'renorm_mean', 'renorm_stddev']);
  });

  test('refuses options out of range and unknown extents', () => {
    expect(() => new BatchNormalization({ momentum: 1.5 })).toThrow(/`momentum` must be a number from 0 to 1/);
    expect(() => new BatchNormalization({ epsilon: 0 })).toThrow(/`epsilon`/);
    expect(() => new BatchNormalization({ axis: 'last' as unknown as number })).toThrow(/`axis`/);
    expect(() => new BatchNormalization({ synchronized: true })).toThrow(/`synchronized`/);
    expect(() => new BatchNormalization({ renormClipping: { rmx: 1 } as object })).toThrow(/"rmax"/);
    expect(() => new BatchNormalization({ renormClipping: { rmax: -1 } })).toThrow(/renormClipping.rmax/);
    expect(() => new BatchNormalization().apply(new KerasTensor([null, null]))).toThrow(/axis 1 is known/);
    expect(() => new BatchNormalization({ axis: 3 }).apply([[1]])).toThrow(/`axis`/);
    const layer = new BatchNormalization({ name: 'bn' });
    expect(() => layer.movingMean).toThrow(/"bn" must be built/);
    layer.build([null, 3]);
    expect(() => layer.apply([[1, 2]])).toThrow(/layer "bn".*axis 1 .*extent 3/s);
  });
});
