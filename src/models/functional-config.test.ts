import { describe, expect, test } from 'vitest';
import { MultiHeadAttention } from '../layers/attention/multi-head-attention.ts';
import { Dense } from '../layers/core/dense.ts';
import { Input } from '../layers/core/input.ts';
import '../layers/index.ts';
import { add } from '../layers/merging/add.ts';
import { Dropout } from '../layers/regularization/dropout.ts';
import type { Config } from '../support/registry.ts';
import { Model, Sequential } from './index.ts';

const roundTrip = (model: Model): Model => {
  const config: Config = JSON.parse(JSON.stringify(model.getConfig()));
  const copy = Model.fromConfig(config);
  if (!(copy instanceof Model)) throw new Error('A model comes back.');
  expect(JSON.parse(JSON.stringify(copy.getConfig()))).toEqual(config);
  return copy;
};

describe('configs of functional models', () => {
  test('branches, shared layers, call options, lists of outputs', async () => {
    const [a, b] = [new Input({ shape: [2], name: 'a' }), new Input({ shape: [2], name: 'b' })];
    const shared = new Dense(3, { name: 'shared' });
    const noisy = new Dropout(0.5, { name: 'drop' }).apply(shared.apply(b), { training: false });
    const model = new Model({ inputs: [a, b], outputs: [add([shared.apply(a), noisy]), shared.apply(a)], name: 'net' });
    const copy = roundTrip(model);
    copy.setWeights(await model.getWeights());
    const data = [new Float32Array([1, 2]), new Float32Array([3, 4])].map((row) => [[...row]]);
    const run = async (net: Model) =>
      Promise.all(
        net.apply<never[]>({ a: data[0] ?? [], b: data[1] ?? [] }).map((t: { array(): Promise<unknown> }) => t.array()),
      );
    expect(await run(copy)).toEqual(await run(model));
    expect(JSON.stringify(model.getConfig())).toContain('"kwargs":{"training":false}');
  });

  test('records of inputs and outputs', () => {
    const x = new Input({ shape: [2], name: 'x' });
    const model = roundTrip(
      new Model({ inputs: { left: x }, outputs: { right: [new Dense(1, { name: 'd' }).apply(x)] } }),
    );
    expect(model.getConfig()).toMatchObject({
      input_layers: { left: ['x', 0, 0] },
      output_layers: { right: [['d', 0, 0]] },
    });
  });

  test('models in models; calls of functional ones are counted from 1 among the outputs', () => {
    const x = new Input({ shape: [2], name: 'x' });
    const inner = new Model({ inputs: x, outputs: new Dense(2, { name: 'd' }).apply(x), name: 'inner' });
    const stack = new Sequential([new Input({ shape: [2] }), new Dense(1)], { name: 'stack' });
    const y = new Input({ shape: [2], name: 'y' });
    const model = new Model({ inputs: y, outputs: [inner.apply(y), stack.apply(inner.apply(y))] });
    expect(model.getConfig().output_layers).toEqual([
      ['inner', 1, 0],
      ['stack', 0, 0],
    ]);
    expect(roundTrip(model).weights.length).toBe(4);
  });

  test('Keras 2 wrote calls as lists', () => {
    const model = Model.fromConfig({
      name: 'old',
      layers: [
        {
          class_name: 'InputLayer',
          config: { batch_input_shape: [null, 4], dtype: 'float32', name: 'in' },
          name: 'in',
          inbound_nodes: [],
        },
        { class_name: 'Dense', config: { name: 'd', units: 2 }, name: 'd', inbound_nodes: [[['in', 0, 0, {}]]] },
        {
          class_name: 'Add',
          config: { name: 's' },
          name: 's',
          inbound_nodes: [
            [
              ['d', 0, 0, {}],
              ['d', 0, 0, {}],
            ],
          ],
        },
      ],
      input_layers: [['in', 0, 0]],
      output_layers: [['s', 0, 0]],
    });
    expect(model.countParams()).toBe(10);
  });

  test('a frozen layer stays frozen though the model is trainable', () => {
    const x = new Input({ shape: [2] });
    const frozen = new Dense(2, { name: 'frozen', trainable: false });
    const copy = roundTrip(new Model({ inputs: x, outputs: new Dense(1).apply(frozen.apply(x)) }));
    expect(copy.getLayer('frozen').trainable).toBe(false);
    expect(copy.trainableWeights.length).toBe(2);
  });

  test('refuses configs that do not hold together', () => {
    const input = {
      class_name: 'InputLayer',
      config: { batch_shape: [null, 4], name: 'in' },
      name: 'in',
      inbound_nodes: [],
    };
    const dense = (nodes: unknown) => ({
      class_name: 'Dense',
      config: { name: 'd', units: 2 },
      name: 'd',
      inbound_nodes: nodes,
    });
    const make =
      (nodes: unknown, output: unknown = ['d', 0, 0]) =>
      () =>
        Model.fromConfig({ layers: [input, dense(nodes)], input_layers: ['in', 0, 0], output_layers: output });
    const tensor = (name: string) => ({
      class_name: '__keras_tensor__',
      config: { shape: [null, 4], dtype: 'float32', keras_history: [name, 0, 0] },
    });
    expect(make([{ args: [tensor('in')], kwargs: {} }])).not.toThrow();
    expect(make([{ args: [tensor('nobody')], kwargs: {} }])).toThrow(/layer "d"/);
    expect(make([{ args: [tensor('in')], kwargs: {} }], ['d', 3, 0])).toThrow(/no such tensor.*\["d", 3, 0\]/s);
    expect(make([{ args: [tensor('in'), tensor('in')], kwargs: {} }])).toThrow(/one argument/);
    expect(make('nodes')).toThrow(/inbound_nodes of layer "d"/);
    expect(make([['in', 0]])).toThrow(/can't be read/);
    expect(make([{ args: [tensor('in')], kwargs: {} }], 7)).toThrow(/lists or records/);
  });
});

test('a layer that takes several tensors by position is written as Keras writes it', () => {
  const x = new Input({ shape: [3, 4], name: 'x' });
  const key = new Input({ shape: [3, 4], name: 'key' });
  const y = new MultiHeadAttention(2, 2, { name: 'mha' }).apply(x, x, { key, useCausalMask: true });
  const model = new Model({ inputs: [x, key], outputs: y });
  const config = model.getConfig() as {
    layers: { name: string; inbound_nodes: { args: object[]; kwargs: object }[] }[];
  };
  const [node] = config.layers.find(({ name }) => name === 'mha')?.inbound_nodes ?? [];
  expect(node?.args.length).toBe(3);
  expect(node?.kwargs).toEqual({ use_causal_mask: true });
  expect(Model.fromConfig(config).getConfig()).toEqual(config);
});
