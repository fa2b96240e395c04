/** What users hear who apply a layer to what it can't take: the layer's name, what it got, what it needs. */

import { describe, expect, it } from 'vitest';
import { ones } from '../ops/creation.ts';
import * as layers from './index.ts';
import type { Layer } from './layer.ts';

type Case = readonly [make: () => Layer, wrong: readonly number[]];

const name = 'mine';

/** A layer and the shape of an input of a rank that it doesn't take. */
const wrongRank: Readonly<Record<string, Case>> = {
  Dense: [() => new layers.Dense(2, { name }), [3]],
  Conv1D: [() => new layers.Conv1D(2, 3, { name }), [2, 8]],
  Conv2D: [() => new layers.Conv2D(2, 3, { name }), [2, 8, 3]],
  Conv3D: [() => new layers.Conv3D(2, 3, { name }), [2, 8, 8, 3]],
  Conv1DTranspose: [() => new layers.Conv1DTranspose(2, 3, { name }), [2, 8]],
  Conv2DTranspose: [() => new layers.Conv2DTranspose(2, 3, { name }), [2, 8, 3]],
  Conv3DTranspose: [() => new layers.Conv3DTranspose(2, 3, { name }), [2, 8, 3]],
  DepthwiseConv1D: [() => new layers.DepthwiseConv1D(3, { name }), [2, 8]],
  DepthwiseConv2D: [() => new layers.DepthwiseConv2D(3, { name }), [2, 8, 3]],
  SeparableConv1D: [() => new layers.SeparableConv1D(2, 3, { name }), [2, 8]],
  SeparableConv2D: [() => new layers.SeparableConv2D(2, 3, { name }), [2, 8, 3]],
  MaxPooling1D: [() => new layers.MaxPooling1D({ name }), [2, 8]],
  MaxPooling2D: [() => new layers.MaxPooling2D({ name }), [2, 8, 3]],
  MaxPooling3D: [() => new layers.MaxPooling3D({ name }), [2, 8, 3]],
  AveragePooling1D: [() => new layers.AveragePooling1D(2, { name }), [2, 8]],
  AveragePooling2D: [() => new layers.AveragePooling2D(2, { name }), [2, 8, 3]],
  GlobalAveragePooling1D: [() => new layers.GlobalAveragePooling1D({ name }), [2, 8]],
  GlobalAveragePooling2D: [() => new layers.GlobalAveragePooling2D({ name }), [2, 8, 3]],
  GlobalMaxPooling1D: [() => new layers.GlobalMaxPooling1D({ name }), [2, 8]],
  GlobalMaxPooling2D: [() => new layers.GlobalMaxPooling2D({ name }), [2, 8, 3]],
  AdaptiveAveragePooling2D: [() => new layers.AdaptiveAveragePooling2D(2, { name }), [2, 8, 3]],
  SimpleRNN: [() => new layers.SimpleRNN(2, { name }), [2, 8]],
  LSTM: [() => new layers.LSTM(2, { name }), [2, 8]],
  GRU: [() => new layers.GRU(2, { name }), [2, 8]],
  ConvLSTM1D: [() => new layers.ConvLSTM1D(2, 3, { name }), [2, 8, 3]],
  ConvLSTM2D: [() => new layers.ConvLSTM2D(2, 3, { name }), [2, 8, 3]],
  Bidirectional: [() => new layers.Bidirectional(new layers.LSTM(2), { name }), [2, 8]],
  TimeDistributed: [() => new layers.TimeDistributed(new layers.Dense(2), { name }), [2]],
  RepeatVector: [() => new layers.RepeatVector(3, { name }), [2, 3, 4]],
  Permute: [() => new layers.Permute([2, 1], { name }), [2, 3]],
  Cropping1D: [() => new layers.Cropping1D({ name }), [2, 8]],
  Cropping2D: [() => new layers.Cropping2D({ name }), [2, 8, 3]],
  ZeroPadding1D: [() => new layers.ZeroPadding1D({ name }), [2, 8]],
  ZeroPadding2D: [() => new layers.ZeroPadding2D({ name }), [2, 8, 3]],
  UpSampling1D: [() => new layers.UpSampling1D({ name }), [2, 8]],
  UpSampling2D: [() => new layers.UpSampling2D({ name }), [2, 8, 3]],
  SpatialDropout1D: [() => new layers.SpatialDropout1D(0.5, { name }), [2, 8]],
  SpatialDropout2D: [() => new layers.SpatialDropout2D(0.5, { name }), [2, 8, 3]],
};

/** A layer, the shape it was built for, and a shape that doesn't fit any more. */
const wrongAfterBuild: Readonly<Record<string, readonly [() => Layer, readonly number[], readonly number[]]>> = {
  Dense: [() => new layers.Dense(2, { name }), [1, 3], [1, 4]],
  EinsumDense: [() => new layers.EinsumDense('ab,bc->ac', [2], { name }), [1, 3], [1, 4]],
  Conv1D: [() => new layers.Conv1D(2, 3, { name }), [1, 8, 3], [1, 8, 4]],
  Conv2D: [() => new layers.Conv2D(2, 3, { name }), [1, 8, 8, 3], [1, 8, 8, 4]],
  Conv2DTranspose: [() => new layers.Conv2DTranspose(2, 3, { name }), [1, 8, 8, 3], [1, 8, 8, 4]],
  DepthwiseConv2D: [() => new layers.DepthwiseConv2D(3, { name }), [1, 8, 8, 3], [1, 8, 8, 4]],
  SeparableConv2D: [() => new layers.SeparableConv2D(2, 3, { name }), [1, 8, 8, 3], [1, 8, 8, 4]],
  BatchNormalization: [() => new layers.BatchNormalization({ name }), [2, 3], [2, 4]],
  LayerNormalization: [() => new layers.LayerNormalization({ name }), [2, 3], [2, 4]],
  GroupNormalization: [() => new layers.GroupNormalization({ name, groups: 1 }), [2, 4, 3], [2, 4, 4]],
  RMSNormalization: [() => new layers.RMSNormalization({ name }), [2, 3], [2, 4]],
  PReLU: [() => new layers.PReLU({ name }), [2, 3], [2, 4]],
  SimpleRNN: [() => new layers.SimpleRNN(2, { name }), [1, 5, 3], [1, 5, 4]],
  LSTM: [() => new layers.LSTM(2, { name }), [1, 5, 3], [1, 5, 4]],
  GRU: [() => new layers.GRU(2, { name }), [1, 5, 3], [1, 5, 4]],
  Bidirectional: [() => new layers.Bidirectional(new layers.GRU(2), { name }), [1, 5, 3], [1, 5, 4]],
  TimeDistributed: [() => new layers.TimeDistributed(new layers.Dense(2), { name }), [1, 5, 3], [1, 5, 4]],
};

const shapeIn = (shape: readonly number[]) => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
  return 'nothing was wrong';
}

describe('a layer applied to an input of another rank', () => {
  it.each(Object.entries(wrongRank))('%s says who it is, what it needs and what it got', (_, [make, wrong]) => {
    const message = messageOf(() => make().apply(ones(wrong)));
    expect(message).toMatch(/^ArgumentError/);
    expect(message).toContain('"mine"');
    expect(message).toContain('Received:');
    expect(message).toContain(shapeIn(wrong));
  });
});

describe('a built layer applied to another width', () => {
  it.each(Object.entries(wrongAfterBuild))(
    '%s says who it is, what it needs and what it got',
    (_, [make, good, bad]) => {
      const layer = make();
      layer.apply(ones(good));
      const message = messageOf(() => layer.apply(ones(bad)));
      expect(message).toMatch(/^ArgumentError/);
      expect(message).toContain('"mine"');
      expect(message).toContain('Received:');
      expect(message).toContain(shapeIn(bad));
    },
  );
});

it('options that are no record are refused before anything else', () => {
  expect(() => new layers.Dense(3, null as never)).toThrow('The options of Dense must be given by name');
  const wrong: object = { dtype: 'int9', unit: 3 };
  expect(() => new layers.Dense(3, wrong)).toThrow('Unknown option of Dense');
});
