import { describe, expect, test } from 'vitest';
import { Model } from '../../models/index.ts';
import * as raw from '../../ops/index.ts';
import type { Config } from '../../support/registry.ts';
import { Dense } from '../core/dense.ts';
import { Input } from '../core/input.ts';
import { KerasTensor } from '../keras-tensor.ts';
import { OPERATIONS } from './operation-table.ts';
import { ops } from './ops.ts';

const input = (shape: number[], name?: string) => new Input(name === undefined ? { shape } : { shape, name });

const valuesOf = async (model: Model, x: number[][]) => await model.apply(x).array();

function again(model: Model): Model {
  const copy = Model.fromConfig(JSON.parse(JSON.stringify(model.getConfig())) as Config);
  if (!(copy instanceof Model)) throw new Error('A model comes back.');
  return copy;
}

describe('ops on symbolic tensors', () => {
  test('become operations of a model, whose config comes back', async () => {
    const x = input([4]);
    const sliced = ops.getItem(ops.add(ops.multiply(x, 2), 1), ['ellipsis', { start: 1, stop: 3 }]);
    const mean = ops.mean(ops.concatenate([sliced, x], { axis: -1 }), { axis: -1, keepdims: true });
    const model = new Model(x, ops.where(ops.greater(mean, 3), mean, ops.relu(ops.negative(mean))));
    const expected = [[(5 + 7 + 1 + 2 + 3 + 4) / 6]];
    expect(await valuesOf(model, [[1, 2, 3, 4]])).toEqual(expected.map(([v = 0]) => [Math.fround(v)]));
    expect(await valuesOf(again(model), [[1, 2, 3, 4]])).toEqual(await valuesOf(model, [[1, 2, 3, 4]]));
    expect(again(model).getConfig()).toEqual(model.getConfig());
    expect(model.layers.length).toBe(1);
    expect(model.operations.map(({ name }) => name.replace(/_\d+$/, ''))).toContain('get_item');
  });

  test('are written as Keras writes them', () => {
    const x = input([4], 'x');
    const model = new Model(x, ops.split(x, 2, { axis: 1 }));
    const { layers } = model.getConfig() as { layers: { config: { name: string } }[] };
    const split = layers[1];
    expect(split).toEqual({
      module: 'keras.src.ops.numpy',
      class_name: 'Split',
      config: { name: split?.config.name, indices_or_sections: 2, axis: 1 },
      registered_name: 'Split',
      name: split?.config.name,
      inbound_nodes: [
        {
          args: [
            {
              class_name: '__keras_tensor__',
              config: { shape: [null, 4], dtype: 'float32', keras_history: ['x', 0, 0] },
            },
          ],
          kwargs: {},
        },
      ],
    });
  });

  test('read what Keras writes: constants, slices and keyword arguments', async () => {
    const x = input([3]);
    const y = ops.add(x, ops.convertToTensor([1, 2, 3]));
    const model = again(new Model(x, y));
    expect(await valuesOf(model, [[0, 0, 0]])).toEqual([[1, 2, 3]]);
  });

  test('know shapes and dtypes, with unknown axes', () => {
    const x = new KerasTensor([null, null, 6]);
    expect(ops.reshape(ops.matmul(x, ops.ones([6, 4])), [-1, 2, 2]).shape).toEqual([null, 2, 2]);
    expect(ops.expandDims(x, 1).shape).toEqual([null, 1, null, 6]);
    expect(ops.argmax(x, { axis: -1 }).dtype).toBe('int32');
    expect(ops.split(x, 3, { axis: -1 }).map(({ shape }) => shape.at(-1))).toEqual([2, 2, 2]);
    expect(ops.einsum('abc,cd->abd', x, ops.ones([6, 5])).shape).toEqual([null, null, 5]);
    expect(ops.shape(x)).toEqual([null, null, 6]);
    expect(ops.ndim(x)).toBe(3);
    expect(ops.topK(x, 2)[0]?.shape).toEqual([null, null, 2]);
  });

  test('train, and can be copied and cut', async () => {
    const x = input([2]);
    const hidden = new Dense(1, { kernelInitializer: 'ones' }).apply(x);
    const model = new Model(x, ops.square(hidden));
    model.compile({ optimizer: 'sgd', loss: 'mse' });
    await model.fit([[1, 2]], [[0]], { epochs: 1, verbose: 0 });
    const tail = new Model(hidden, model.outputs[0] as KerasTensor);
    expect(await valuesOf(tail, [[3]])).toEqual([[9]]);
  });

  test('refuse what they cannot do', () => {
    expect(() => ops.linspace(new KerasTensor([2]) as never, 1)).toThrow('ops.linspace takes no symbolic tensors');
    expect(() => ops.matmul(new KerasTensor([null, 3]), new KerasTensor([4, 2]))).toThrow();
  });

  test('stay what they are on tensors', async () => {
    expect(await ops.add([1], 2).array()).toEqual([3]);
    expect(Object.keys(ops).sort()).toEqual(Object.keys(raw).sort());
  });
});

test('every line of the table fits a function of ops', () => {
  const missing = Object.keys(raw).filter((name) => !(name in OPERATIONS));
  // Those that take no tensors, take functions, or answer questions.
  expect(missing.filter((name) => /^(mean|sum|add|take|pad|cast)$/.test(name))).toEqual([]);
  for (const line of Object.values(OPERATIONS)) expect(line).toMatch(/^[a-z]+\.\w+( \*?\w+\??!?)+$/);
});
