import { describe, expect, test } from 'vitest';
import { Dense } from '../../layers/core/dense.ts';
import { Sequential } from '../sequential.ts';
import { classifier, scale } from '../testing/nets.ts';

describe('single batches', () => {
  test('trainOnBatch makes one update and tells the loss before it', async () => {
    const model = scale('mse', 0.25);
    expect(await model.trainOnBatch([1, 1], [2, 2])).toBe(1);
    expect(await model.trainOnBatch([1, 1], [2, 2])).toBe(0.25);
    expect(await model.testOnBatch([1], [2])).toBe(0.0625);
    expect(await model.testOnBatch([1], [2], { sampleWeight: [2], returnDict: true })).toEqual({ loss: 0.125 });
    expect(await model.trainOnBatch([1], [2], { classWeight: { 2: 0 }, returnDict: true })).toEqual({ loss: 0 });
  });

  test('wrong input changes nothing', async () => {
    const model = classifier();
    const before = await model.weights[0]?.data();
    await expect(model.trainOnBatch([[1, 2]], [3])).rejects.toThrow(/label 3/);
    await expect(model.trainOnBatch([[1, 2]], [1, 2])).rejects.toThrow(/as many samples/);
    await expect(model.trainOnBatch([[1, 2]], [1], { sampleWeight: [1], classWeight: { 0: 1 } })).rejects.toThrow(
      /both/,
    );
    // @ts-expect-error no such option
    await expect(model.trainOnBatch([[1, 2]], [1], { epochs: 1 })).rejects.toThrow(/option of trainOnBatch/);
    await expect(model.testOnBatch([[1, 2]], [1], { sampleWeight: [[1, 2, 3]] })).rejects.toThrow(/sampleWeight/);
    expect(await model.weights[0]?.data()).toEqual(before);
    await expect(new Sequential([new Dense(1)]).trainOnBatch([[1]], [1])).rejects.toThrow(
      /`trainOnBatch` needs a compiled/,
    );
  });
});
