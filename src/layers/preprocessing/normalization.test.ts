import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { Normalization } from './normalization.ts';

describe('Normalization', () => {
  test('standardizes by what it found in data', async () => {
    const layer = new Normalization();
    await layer.adapt([
      [1, 10],
      [3, 30],
    ]);
    expect(
      await layer
        .apply([
          [1, 30],
          [2, 20],
        ])
        .array(),
    ).toEqual([
      [-1, 1],
      [0, 0],
    ]);
    expect(layer.weights.map(({ name, trainable }) => [name, trainable])).toEqual([
      ['mean', false],
      ['variance', false],
      ['count', false],
    ]);
  });

  test('batches, also asynchronous ones, give the same as all samples at once', async () => {
    async function* batches() {
      yield convertToTensor([[1], [2], [3]]);
      yield [[10]];
    }
    const [a, b, c] = [new Normalization(), new Normalization(), new Normalization()];
    await a.adapt([[1], [2], [3], [10]]);
    await b.adapt(batches());
    await c.adapt(new Set([convertToTensor([[1], [2]]), convertToTensor([[3], [10]])]));
    const [mean = 0, variance = 0] = await Promise.all(
      a.weights.slice(0, 2).map(async (w) => (await w.data())[0] ?? 0),
    );
    expect([mean, variance]).toEqual([4, 12.5]);
    for (const other of [b, c]) {
      expect((await other.weights[0]?.data())?.[0]).toBeCloseTo(mean, 5);
      expect((await other.weights[1]?.data())?.[0]).toBeCloseTo(variance, 4);
    }
  });

  test('given statistics, one for all, and the way back', async () => {
    const layer = new Normalization({ axis: null, mean: 2, variance: 4 });
    expect(await layer.apply([[4, 0]]).array()).toEqual([[1, -1]]);
    expect(layer.weights).toEqual([]);
    expect(layer.getConfig()).toMatchObject({ axis: [], mean: 2, variance: 4, invert: false });
    const back = new Normalization({ mean: [1, 2], variance: [4, 9], invert: true });
    expect(await back.apply([[1, 1]]).array()).toEqual([[3, 5]]);
    expect(back.apply(new KerasTensor([null, 2])).shape).toEqual([null, 2]);
  });

  test('constant features give zero, not NaN', async () => {
    const layer = new Normalization();
    await layer.adapt([[5], [5]]);
    expect(await layer.apply([[5]]).array()).toEqual([[0]]);
  });

  test('refuses half of the statistics, data of another shape, no data', async () => {
    expect(() => new Normalization({ mean: 1 })).toThrow(/both `mean` and `variance`/);
    expect(() => new Normalization({ mean: ['1'] as unknown as number[], variance: 1 })).toThrow(/`mean`/);
    await expect(new Normalization({ mean: 1, variance: 1 }).adapt([[1]])).rejects.toThrow(/was given its mean/);
    const layer = new Normalization();
    await layer.adapt([[1, 2]]);
    await expect(layer.adapt([[1, 2, 3]])).rejects.toThrow(/`data`/);
    await expect(new Normalization().adapt([])).rejects.toThrow(/`data`/);
  });
});
