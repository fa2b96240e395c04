import { describe, expect, test } from 'vitest';
import { Dense } from '../layers/core/dense.ts';
import { Input } from '../layers/core/input.ts';
import { add } from '../layers/merging/add.ts';
import { cloneModel } from './clone-model.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';

describe('cloneModel', () => {
  test('a functional model with shared layers', async () => {
    const x = new Input({ shape: [2] });
    const shared = new Dense(2, { name: 'shared', activation: 'tanh' });
    const model = new Model({ inputs: x, outputs: add([x, shared.apply(shared.apply(x))]), name: 'net' });
    const copy = cloneModel(model);
    expect(copy.name).toBe('net');
    expect(copy.weights.length).toBe(2);
    expect(copy.getLayer('shared')).not.toBe(shared);
    copy.setWeights(await model.getWeights());
    expect(await copy.apply([[1, 2]]).array()).toEqual(await model.apply([[1, 2]]).array());
  });

  test('a Sequential model, built or not, with layers changed on the way', () => {
    const model = new Sequential([new Input({ shape: [4] }), new Dense(2, { name: 'd' })]);
    const copy = cloneModel(model, {
      cloneFunction: (layer) => (layer instanceof Dense ? new Dense(layer.units * 2, { name: layer.name }) : layer),
    });
    expect(copy).toBeInstanceOf(Sequential);
    expect(copy.outputShape).toEqual([null, 4]);
    expect(cloneModel(new Sequential([new Dense(2)])).built).toBe(false);
  });

  test('refuses what cannot be copied', () => {
    class Own extends Model {}
    expect(() => cloneModel(new Own())).toThrow(/`model` must be a Sequential or functional model/);
    expect(() => cloneModel(new Sequential([]), { clone: 1 } as object)).toThrow(/cloneFunction/);
  });
});
