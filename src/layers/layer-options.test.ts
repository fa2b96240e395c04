import { describe, expect, test } from 'vitest';
import { batchShapeOf, checkLayerOptions } from './layer-options.ts';

describe('options of all layers', () => {
  test('the old spelling of an Input', () => {
    expect(batchShapeOf({})).toBeUndefined();
    expect(batchShapeOf({ inputShape: [28, 28] })).toEqual([null, 28, 28]);
    expect(batchShapeOf({ inputDim: 5, batchSize: 2 })).toEqual([2, 5]);
    expect(batchShapeOf({ batchInputShape: [null, 3] })).toEqual([null, 3]);
    expect(() => batchShapeOf({ inputDim: 5, inputShape: [5] })).toThrow(/one of inputShape, inputDim/);
    expect(() => batchShapeOf({ inputDim: 1.5 })).toThrow(/`inputDim` must be.*Received: inputDim=1\.5/s);
    expect(() => batchShapeOf({ inputShape: [-3] })).toThrow(/`inputShape`/);
  });

  test('unknown names and wrong kinds', () => {
    expect(() => checkLayerOptions('Dense', { trainble: false } as object, [])).toThrow(
      /Unknown option of Dense.*"trainable"/s,
    );
    expect(() => checkLayerOptions('Dense', { trainable: 1 as unknown as boolean }, [])).toThrow(/`trainable` must be/);
    expect(() => checkLayerOptions('Dense', { name: '' }, [])).toThrow(/`name`/);
    expect(() => checkLayerOptions('Dense', { units: 1 } as object, ['units'])).not.toThrow();
  });
});
