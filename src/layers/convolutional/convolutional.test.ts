import { describe, expect, test } from 'vitest';
import { sum } from '../../ops/reduction.ts';
import { reshape } from '../../ops/shape.ts';
import { gradients } from '../../tensor/gradients.ts';
import { Input } from '../core/input.ts';
import { deserialize, serialize } from '../index.ts';
import { KerasTensor } from '../keras-tensor.ts';
import type { Layer } from '../layer.ts';
import { Conv1D, Conv2D, Conv3D } from './conv.ts';
import { Conv1DTranspose, Conv2DTranspose, Conv3DTranspose } from './conv-transpose.ts';
import { DepthwiseConv1D, DepthwiseConv2D } from './depthwise-conv.ts';
import { SeparableConv1D, SeparableConv2D } from './separable-conv.ts';

const shapeOf = (layer: Layer, shape: readonly (number | null)[]) => {
  const y = layer.apply(new Input({ batchShape: shape }));
  return y instanceof KerasTensor ? y.shape : undefined;
};

describe('convolutional layers', () => {
  test('slide kernels, add the bias and activate', async () => {
    const layer = new Conv2D(1, 2, { kernelInitializer: 'ones', activation: 'relu' });
    const x = reshape([1, 2, 3, 4, 5, 6, 7, 8, -30], [1, 3, 3, 1]);
    const y = layer.apply(x);
    expect(await reshape(y, [4]).array()).toEqual([12, 16, 24, 0]);
    layer.bias?.assign([-20]);
    expect(await reshape(layer.apply(x), [4]).array()).toEqual([0, 0, 4, 0]);
    const [ofKernel, ofBias] = gradients(sum(layer.apply(x)), layer.trainableVariables);
    expect(ofKernel && (await reshape(ofKernel, [4]).array())).toEqual([4, 5, 7, 8]);
    expect(await ofBias?.array()).toEqual([1]);
  });

  test('a causal convolution sees nothing that comes later', async () => {
    const layer = new Conv1D(1, 2, { padding: 'causal', kernelInitializer: 'ones', useBias: false });
    expect(await layer.apply([[[1], [2], [4]]]).array()).toEqual([[[1], [3], [6]]]);
    expect(layer.bias).toBeNull();
  });

  test('know their output shapes before there are numbers', () => {
    expect(shapeOf(new Conv1D(4, 3, { strides: 2 }), [null, null, 2])).toEqual([null, null, 4]);
    expect(shapeOf(new Conv2D(4, [3, 2], { padding: 'same', strides: 2 }), [null, 5, 7, 2])).toEqual([null, 3, 4, 4]);
    expect(shapeOf(new Conv2D(4, 3, { dataFormat: 'channels_first' }), [null, 2, 5, 7])).toEqual([null, 4, 3, 5]);
    expect(shapeOf(new Conv3D(4, 2, { dilationRate: 2 }), [2, 5, 5, 5, 1])).toEqual([2, 3, 3, 3, 4]);
    expect(shapeOf(new Conv1DTranspose(4, 3, { strides: 2 }), [null, 5, 2])).toEqual([null, 11, 4]);
    expect(shapeOf(new Conv2DTranspose(4, 3, { strides: 2, padding: 'same' }), [null, 5, null, 2])).toEqual([
      null,
      10,
      null,
      4,
    ]);
    expect(shapeOf(new Conv3DTranspose(1, 2, { strides: 2, outputPadding: 1 }), [1, 2, 2, 2, 3])).toEqual([
      1, 5, 5, 5, 1,
    ]);
    expect(shapeOf(new DepthwiseConv1D(3, { depthMultiplier: 2 }), [null, 9, 4])).toEqual([null, 7, 8]);
    expect(shapeOf(new DepthwiseConv2D(3, { padding: 'same' }), [null, null, null, 4])).toEqual([null, null, null, 4]);
    expect(shapeOf(new SeparableConv1D(5, 3, { dataFormat: 'channels_first' }), [null, 4, 9])).toEqual([null, 5, 7]);
    expect(shapeOf(new SeparableConv2D(5, 3), [null, 8, 9, 4])).toEqual([null, 6, 7, 5]);
  });

  test('count their weights, and train a low-rank update instead', async () => {
    const layer = new Conv2D(8, 3, { groups: 2 });
    layer.build([null, 9, 9, 4]);
    expect(layer.countParams()).toBe(3 * 3 * 2 * 8 + 8);
    layer.enableLora(2);
    expect(layer.trainableVariables.map(({ name }) => name)).toEqual(['bias', 'lora_kernel_a', 'lora_kernel_b']);
    expect(layer.apply(reshape(new Array<number>(36).fill(1), [1, 3, 3, 4])).shape).toEqual([1, 1, 1, 8]);
  });

  test('configs go out and come back', () => {
    const all = [
      new Conv1D(2, 3, { padding: 'causal', dilationRate: 2 }),
      new Conv2D(4, [2, 3], { groups: 2, strides: [2, 1], loraRank: 2 }),
      new Conv2DTranspose(2, 3, { strides: 2, outputPadding: 1, kernelRegularizer: 'l2' }),
      new DepthwiseConv2D(3, { depthMultiplier: 2, depthwiseInitializer: 'he_normal' }),
      new SeparableConv2D(2, 3, { pointwiseConstraint: 'non_neg', activation: 'elu' }),
    ];
    for (const layer of all) expect(deserialize(serialize(layer)).getConfig()).toEqual(layer.getConfig());
    expect(deserialize({ class_name: 'Convolution2D', config: { filters: 1, kernel_size: 2 } })).toBeInstanceOf(Conv2D);
  });

  test('wrong options and inputs are refused by name', () => {
    expect(() => new Conv2D(0, 3)).toThrow('`filters` must be a positive integer');
    expect(() => new Conv2D(2, [3, 3, 3])).toThrow('`kernelSize` must be an integer of at least 1 or a list of 2');
    expect(() => new Conv2D(2, 3, { strides: 2, dilationRate: 2 })).toThrow('`dilationRate` must be 1');
    expect(() => new Conv2D(3, 3, { groups: 2 })).toThrow('`groups` must be a divisor of the 3 filters');
    expect(() => new Conv2D(3, 3, { padding: 'causal' as 'same' })).toThrow('`padding` must be one of "valid", "same"');
    expect(() => new Conv2D(3, 3, { stride: 2 } as object)).toThrow('"strides"');
    expect(() => new Conv2DTranspose(3, 3, { strides: 2, outputPadding: 2 })).toThrow('`outputPadding`');
    expect(() => new DepthwiseConv2D(3, { depthMultiplier: 0 })).toThrow('`depthMultiplier`');
    expect(() => new Conv2D(2, 3, { name: 'small' }).apply(new Input({ shape: [2, 9, 1] }))).toThrow(
      'The input of layer "small" is smaller than one window of 3 x 3',
    );
    expect(() => new Conv2D(2, 3, { groups: 2 }).apply(new Input({ shape: [9, 9, 3] }))).toThrow('3 channels');
    expect(() => new Conv2D(2, 3).apply(new Input({ shape: [9, 9] }))).toThrow('min_ndim=4');
    expect(() => new Conv2D(2, 3).apply(new Input({ shape: [9, 9, null] }))).toThrow('whose channels are known');
    expect(() => new Conv2D(2, 3).kernel).toThrow('must be built');
    const layer = new Conv2D(2, 3);
    layer.apply(new Input({ shape: [9, 9, 3] }));
    expect(() => layer.apply(new Input({ shape: [9, 9, 4] }))).toThrow(
      'expected axis -1 of the input to have extent 3',
    );
  });
});
