import { describe, expect, test } from 'vitest';
import { PReLU } from '../layers/activation/p-re-lu.ts';
import { Dense } from '../layers/core/dense.ts';
import { Input, InputLayer } from '../layers/core/input.ts';
import { KerasTensor } from '../layers/keras-tensor.ts';
import { BatchNormalization } from '../layers/normalization/batch-normalization.ts';
import { Flatten } from '../layers/reshaping/flatten.ts';
import { Sequential } from './sequential.ts';

const ones = { kernelInitializer: 'ones', useBias: false } as const;

describe('Sequential', () => {
  test('the net of the chapter, with the old spelling of an Input', () => {
    const model = new Sequential([
      new Flatten({ inputShape: [28, 28] }),
      new BatchNormalization(),
      new Dense(300, { activation: 'elu', kernelInitializer: 'he_normal' }),
      new BatchNormalization(),
      new Dense(100, { activation: 'elu', kernelInitializer: 'he_normal' }),
      new BatchNormalization(),
      new Dense(10, { activation: 'softmax' }),
    ]);
    expect(model.layers.map((layer) => layer.countParams())).toEqual([0, 3136, 235500, 1200, 30100, 400, 1010]);
    expect(model.countParams()).toBe(271346);
    expect(model.trainableWeights.reduce((sum, w) => sum + w.shape.reduce((a, b) => a * b, 1), 0)).toBe(268978);
    expect(model.layers[1]?.variables.map((v) => [v.name, v.trainable])).toEqual([
      ['gamma', true],
      ['beta', true],
      ['moving_mean', false],
      ['moving_variance', false],
    ]);
  });

  test('waits for the shape of its input, from build or from data', async () => {
    const model = new Sequential([new Dense(3, ones), new Dense(1, ones)]);
    expect(model.built).toBe(false);
    expect(model.weights).toEqual([]);
    expect(() => model.inputs).toThrow(/not built yet/);
    expect(await model.apply([[1, 2]]).array()).toEqual([[9]]);
    expect(model.inputShape).toEqual([null, 2]);
    const built = new Sequential([new Dense(3)], { name: 'net' });
    built.build([null, 5]);
    expect(built.weights.map(({ path }) => path)).toEqual([
      `net/${built.layers[0]?.name}/kernel`,
      `net/${built.layers[0]?.name}/bias`,
    ]);
    expect(built.apply(new KerasTensor([null, 5])).shape).toEqual([null, 3]);
  });

  test('layers can be added and removed', () => {
    const model = new Sequential({ name: 'growing' });
    model.add(new Input({ shape: [4] }));
    expect(model.built).toBe(false);
    model.add(new Dense(3));
    expect(model.outputShape).toEqual([null, 3]);
    model.add(new Dense(2, { name: 'last' }));
    expect(model.outputShape).toEqual([null, 2]);
    expect(model.pop().name).toBe('last');
    expect(model.outputShape).toEqual([null, 3]);
    expect(model.layers.length).toBe(1);
    expect(model.countParams()).toBe(15);
  });

  test('a model in front gives the shape of the input', () => {
    const inner = new Sequential([new Input({ shape: [4] }), new Dense(3)]);
    const outer = new Sequential([inner, new Dense(2)]);
    expect(outer.inputShape).toEqual([null, 4]);
    expect(outer.countParams()).toBe(15 + 8);
    expect(new Sequential({ layers: [new InputLayer({ shape: [2] }), new Dense(1)] }).countParams()).toBe(3);
  });

  test('freezing', () => {
    const model = new Sequential([new Input({ shape: [2] }), new Dense(3), new PReLU()], { trainable: false });
    expect(model.trainableWeights).toEqual([]);
    expect(model.layers.every((layer) => !layer.trainable)).toBe(true);
    const [bottom] = model.layers;
    model.trainable = true;
    if (bottom) bottom.trainable = false;
    expect(model.trainableWeights.map(({ name }) => name)).toEqual(['alpha']);
  });

  test('an addition that fails leaves the model as it was', () => {
    const model = new Sequential([new Input({ shape: [2] }), new Dense(3, { name: 'a' })], { name: 'net' });
    expect(() => model.add(new Dense(3, { name: 'a' }))).toThrow(/two layers named "a"/);
    expect(() => model.add(new Input({ shape: [2] }))).toThrow(/stands at the beginning/);
    expect(() => model.add({} as Dense)).toThrow(/`layers` must be layers/);
    expect(() => model.add(new Dense(2).apply(new KerasTensor([null, 2])))).toThrow(/`layers` must be layers/);
    class Broken extends Dense {
      override build(): void {
        throw new Error('no build');
      }
    }
    expect(() => model.add(new Broken(2))).toThrow(/no build/);
    expect(model.layers.length).toBe(1);
    expect(model.built).toBe(true);
    expect(model.outputShape).toEqual([null, 3]);
  });

  test('refuses what it cannot be built or applied with', () => {
    expect(() => new Sequential([], { name: 'empty' }).build([null, 2])).toThrow(
      /"empty" can't be built without layers/,
    );
    expect(() => new Sequential([], { name: 'empty' }).pop()).toThrow(/no layer to remove/);
    expect(() => new Sequential(new Dense(2) as object)).toThrow(
      /`layers` must be a list of layers.*Received: layers=Dense/,
    );
    expect(() => new Sequential([new Dense(2)]).build([[null, 2]])).toThrow(/`inputShape` must be one shape/);
    expect(() => new Sequential([new Dense(1)], { nmae: 'x' } as object)).toThrow(/"name"/);
    const model = new Sequential([new Input({ shape: [3] }), new Dense(1)], { name: 'net' });
    expect(() => model.apply([[1, 2]])).toThrow(/of model "net" must have shape \(None, 3\)/);
    expect(() =>
      new Sequential([new Dense(2)], { name: 'net' }).apply([new Float32Array(1), new Float32Array(1)]),
    ).toThrow(/one tensor/);
  });
});
