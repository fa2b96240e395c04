import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../../tensor/convert.ts';
import { Input } from '../core/input.ts';
import { Masking } from '../core/masking.ts';
import { deserialize, serialize } from '../index.ts';
import { KerasTensor } from '../keras-tensor.ts';
import type { Layer } from '../layer.ts';
import { AdaptiveAveragePooling2D, AdaptiveMaxPooling1D } from './adaptive-pooling.ts';
import { AveragePooling1D, AveragePooling2D } from './average-pooling.ts';
import { GlobalAveragePooling1D, GlobalMaxPooling2D } from './global-pooling.ts';
import { MaxPooling1D, MaxPooling2D, MaxPooling3D } from './max-pooling.ts';

const shapeOf = (layer: Layer, shape: readonly (number | null)[]) => {
  const y = layer.apply(new Input({ batchShape: shape }));
  return y instanceof KerasTensor ? y.shape : undefined;
};

describe('pooling layers', () => {
  const line = convertToTensor([[[1], [5], [3], [2]]]);

  test('reduce windows', async () => {
    expect(await new MaxPooling1D().apply(line).array()).toEqual([[[5], [3]]]);
    expect(await new AveragePooling1D(2).apply(line).array()).toEqual([[[3], [2.5]]]);
    expect(await new AveragePooling1D(3, { strides: 2, padding: 'same' }).apply(line).array()).toEqual([[[3], [2.5]]]);
    expect(await new AdaptiveMaxPooling1D(3).apply(line).array()).toEqual([[[5], [5], [3]]]);
  });

  test('take the size by position or by name', () => {
    expect(new MaxPooling2D(3).poolSize).toEqual([3, 3]);
    expect(new MaxPooling2D([3, 2], { strides: 1 }).strides).toEqual([1, 1]);
    expect(new MaxPooling2D({ poolSize: 3 }).strides).toEqual([3, 3]);
    expect(new MaxPooling3D().poolSize).toEqual([2, 2, 2]);
    expect(() => new MaxPooling2D(3, { poolSize: 2 })).toThrow('MaxPooling2D takes poolSize once');
  });

  test('global pooling leaves channels', async () => {
    expect(await new GlobalAveragePooling1D().apply(line).array()).toEqual([[2.75]]);
    expect(shapeOf(new GlobalMaxPooling2D({ keepdims: true }), [null, null, 5, 3])).toEqual([null, 1, 1, 3]);
    expect(shapeOf(new GlobalMaxPooling2D({ dataFormat: 'channels_first' }), [2, 3, 5, 5])).toEqual([2, 3]);
  });

  test('masked steps do not count in a global average', async () => {
    const masked = new Masking().apply([[[2], [4], [0]]]);
    expect(await new GlobalAveragePooling1D().apply(masked).array()).toEqual([[3]]);
  });

  test('know their output shapes before there are numbers', () => {
    expect(shapeOf(new MaxPooling2D(2, { padding: 'same' }), [null, 5, null, 3])).toEqual([null, 3, null, 3]);
    expect(shapeOf(new AveragePooling2D([1, 2]), [null, 5, 5, 3])).toEqual([null, 5, 2, 3]);
    expect(shapeOf(new AdaptiveAveragePooling2D([2, 3]), [null, null, null, 3])).toEqual([null, 2, 3, 3]);
  });

  test('configs go out and come back', () => {
    const all = [
      new MaxPooling2D(3, { strides: 2 }),
      new AveragePooling2D(2),
      new AdaptiveMaxPooling1D(2),
      new GlobalMaxPooling2D(),
    ];
    for (const layer of all) expect(deserialize(serialize(layer)).getConfig()).toEqual(layer.getConfig());
    expect(deserialize({ class_name: 'MaxPool2D', config: {} })).toBeInstanceOf(MaxPooling2D);
  });

  test('wrong options and inputs are refused by name', () => {
    expect(() => new AveragePooling2D(0)).toThrow('`poolSize` must be an integer of at least 1');
    expect(() => new MaxPooling2D({ strides: [1] })).toThrow('`strides`');
    expect(() => new MaxPooling2D({ poolsize: 2 } as object)).toThrow('"poolSize"');
    expect(() => new GlobalMaxPooling2D({ keepdims: 1 as unknown as boolean })).toThrow('`keepdims`');
    expect(() => new MaxPooling2D(3, { name: 'pool' }).apply(new Input({ shape: [2, 2, 1] }))).toThrow(
      'The input of layer "pool" is smaller than one window of 3 x 3',
    );
    expect(() => new MaxPooling2D().apply(new Input({ shape: [2, 2] }))).toThrow('expected 4 axes');
  });
});
