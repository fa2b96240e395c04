import { describe, expect, test } from 'vitest';
import { Dense } from '../layers/core/dense.ts';
import { Input } from '../layers/core/input.ts';
import type { Layer } from '../layers/layer.ts';
import { Add, add } from '../layers/merging/add.ts';
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

  test('upon other inputs, with layers put in between', () => {
    const x = new Input({ shape: [2] });
    const model = new Model({
      inputs: x,
      outputs: new Dense(3, { name: 'a' }).apply(new Dense(2, { name: 'b' }).apply(x)),
    });
    const other = new Input({ shape: [2], name: 'other' });
    const copy = cloneModel(model, {
      inputTensors: other,
      cloneFunction: (layer) => layer,
      callFunction: (layer, inputs, options) => {
        const outputs = layer.apply(inputs, options);
        return layer.name === 'b' ? new Dense(2, { name: 'between' }).apply(outputs) : outputs;
      },
    });
    expect(copy.inputs).toEqual([other]);
    expect(copy.layers.map(({ name }) => name)).toEqual(['other', 'b', 'between', 'a']);
    expect(copy.getLayer('b')).toBe(model.getLayer('b'));
    expect(copy.apply([[1, 2]]).shape).toEqual([1, 3]);
    const sequential = new Sequential([new Input({ shape: [4] }), new Dense(2, { name: 'd' })]);
    expect(cloneModel(sequential, { inputTensors: new Input({ shape: [5] }) }).inputShape).toEqual([null, 5]);
  });

  test('models inside, layer by layer, each once', () => {
    const inner = new Sequential([new Input({ shape: [2] }), new Dense(2, { name: 'deep' })], { name: 'inner' });
    const x = new Input({ shape: [2] });
    const model = new Model({
      inputs: x,
      outputs: new Add({ name: 'sum' }).apply([inner.apply(x), inner.apply(inner.apply(x))]),
    });
    const seen: string[] = [];
    const cloneFunction = (layer: Layer): Layer => {
      seen.push(layer.name);
      return layer instanceof Dense ? new Dense(layer.units, { name: `${layer.name}_copy` }) : layer;
    };
    const copy = cloneModel(model, { cloneFunction, recursive: true });
    expect(seen.toSorted()).toEqual(['deep', 'sum']);
    expect(copy.weights.map(({ path }) => path)).toHaveLength(2);
    expect(copy.getLayer('inner')).not.toBe(inner);
    seen.length = 0;
    cloneModel(model, { cloneFunction });
    expect(seen).toContain('inner');
  });

  test('refuses what cannot be copied', () => {
    const sequential = new Sequential([new Input({ shape: [4] }), new Dense(2)]);
    const callFunction = (layer: Layer, inputs: Parameters<Layer['apply']>[0]) => layer.apply(inputs as never);
    expect(() => cloneModel(sequential, { callFunction })).toThrow('`callFunction` must be null for a Sequential');
    expect(() => cloneModel(sequential, { inputTensors: 3 as never })).toThrow('`inputTensors` must be one symbolic');
    expect(() => cloneModel(sequential, { cloneFunction: 'x' as never })).toThrow('`cloneFunction` must be a function');
    expect(() => cloneModel(sequential, { recursive: 1 as never })).toThrow('`recursive`');
    const x = new Input({ shape: [2] });
    const functional = new Model({ inputs: x, outputs: new Dense(1).apply(x) });
    expect(() => cloneModel(functional, { inputTensors: [x, x] })).toThrow('the same structure');
    class Own extends Model {}
    expect(() => cloneModel(new Own())).toThrow(/`model` must be a Sequential or functional model/);
    expect(() => cloneModel(new Sequential([]), { clone: 1 } as object)).toThrow(/cloneFunction/);
  });
});
