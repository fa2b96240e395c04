import { describe, expect, test } from 'vitest';
import { Dense } from '../layers/core/dense.ts';
import { Input } from '../layers/core/input.ts';
import type { KerasTensor } from '../layers/keras-tensor.ts';
import { type CallOptions, Layer } from '../layers/layer.ts';
import { add } from '../layers/merging/add.ts';
import { Dropout } from '../layers/regularization/dropout.ts';
import { multiply, add as plus } from '../ops/arithmetic.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Model } from './model.ts';
import { Sequential } from './sequential.ts';

/** Multiplies by a number; in training mode by ten times as much. */
class Times extends Layer {
  static override readonly className: string = 'Times';
  readonly factor: number;
  constructor(factor: number, name: string) {
    super({ name });
    this.factor = factor;
  }
  override call(inputs: Tensor, { training = false }: CallOptions): Tensor {
    return multiply(inputs, training ? this.factor * 10 : this.factor);
  }
}

const ones = { kernelInitializer: 'ones', useBias: false } as const;

describe('functional models', () => {
  test('skips, branches and shared layers compute', async () => {
    const x = new Input({ shape: [2] });
    const twice = new Times(2, 'twice');
    const model = new Model({ inputs: x, outputs: add([x, twice.apply(twice.apply(x))]) });
    expect(await model.apply([[1, 2]]).array()).toEqual([[5, 10]]);
    expect(model.outputShape).toEqual([null, 2]);
    expect(twice.inboundNodes.length).toBe(2);
  });

  test('lists and records of inputs and outputs', async () => {
    const [a, b] = [new Input({ shape: [1], name: 'a' }), new Input({ shape: [1], name: 'b' })];
    const model = new Model({
      inputs: { first: a, second: b },
      outputs: { sum: add([a, b]), list: [new Times(3, 't').apply(b)] },
    });
    const outputs = await model.apply<{ sum: Tensor; list: [Tensor] }>({ first: [[1]], second: [[10]] });
    expect(await outputs.sum.array()).toEqual([[11]]);
    expect(await outputs.list[0].array()).toEqual([[30]]);
    expect(model.inputNames).toEqual(['a', 'b']);
    const list = new Model({ inputs: [a, b], outputs: [b, a] });
    const [first] = await Promise.all(
      list.apply<[Tensor, Tensor]>({ b: [[2]], a: [[1]] }).map((tensor) => tensor.array()),
    );
    expect(first).toEqual([[2]]);
  });

  test('the training mode reaches layers; one that was recorded in the graph wins', async () => {
    const x = new Input({ shape: [1] });
    const [free, fixed] = [new Times(1, 'free'), new Times(1, 'fixed')];
    const model = new Model({ inputs: x, outputs: [free.apply(x), fixed.apply(x, { training: false })] });
    const run = async (training: boolean) =>
      Promise.all(model.apply<[Tensor, Tensor]>([[1]], { training }).map((tensor) => tensor.item()));
    expect(await run(false)).toEqual([1, 1]);
    expect(await run(true)).toEqual([10, 1]);
  });

  test('models in models, applied to symbolic tensors of other shapes', async () => {
    const x = new Input({ shape: [null, 2] });
    const inner = new Model({ inputs: x, outputs: new Dense(3, ones).apply(x), name: 'inner' });
    const y = new Input({ shape: [4, 2] });
    const outer = new Model({ inputs: y, outputs: new Times(2, 'double').apply(inner.apply(y)) });
    expect(outer.outputShape).toEqual([null, 4, 3]);
    expect(inner.outputShape).toEqual([null, null, 3]);
    expect(outer.layers.map(({ name }) => name)).toContain('inner');
    expect(outer.weights).toEqual(inner.weights);
    expect(
      (
        (await outer
          .apply([
            [
              [1, 2],
              [0, 0],
              [0, 0],
              [0, 0],
            ],
          ])
          .array()) as number[][][]
      )[0]?.[0],
    ).toEqual([6, 6, 6]);
  });

  test('a net can be cut at a layer, with weights shared, and in the middle', async () => {
    const base = new Sequential([
      new Input({ shape: [2] }),
      new Dense(3, { ...ones, name: 'bottom' }),
      new Dense(4, { ...ones, name: 'top' }),
    ]);
    const lower = new Model({ inputs: base.inputs, outputs: base.getLayer('bottom').output });
    expect(await lower.apply([[1, 1]]).array()).toEqual([[2, 2, 2]]);
    expect(lower.weights).toEqual(base.getLayer('bottom').weights);
    const upper = new Model({ inputs: base.getLayer('bottom').output, outputs: base.output });
    expect(upper.inputShape).toEqual([null, 3]);
    expect(await upper.apply([[1, 2, 3]]).array()).toEqual([[6, 6, 6, 6]]);
    expect(upper.layers.map(({ name }) => name)).toEqual(['bottom_input', 'top']);
  });

  test('freezing a model freezes its layers', () => {
    const x = new Input({ shape: [2] });
    const layer = new Dense(3);
    const model = new Model({ inputs: x, outputs: layer.apply(x), trainable: false });
    expect(layer.trainable).toBe(false);
    expect(model.trainableWeights).toEqual([]);
    model.trainable = true;
    expect(model.trainableWeights.length).toBe(2);
  });

  test('inputs with a last axis of 1 more or less, and other dtypes, are fitted', async () => {
    const x = new Input({ shape: [3] });
    const model = new Model({ inputs: x, outputs: new Times(1, 'same').apply(x) });
    expect(await model.apply([[[1], [2], [3]]]).array()).toEqual([[1, 2, 3]]);
    expect(model.apply([[true, false, true]]).dtype).toBe('float32');
    const column = new Input({ shape: [1] });
    const single = new Model({ inputs: column, outputs: new Times(1, 'one').apply(column) });
    expect(single.apply([1, 2, 3]).shape).toEqual([3, 1]);
  });

  test('refuses inputs that do not fit', () => {
    const [a, b] = [new Input({ shape: [3], name: 'a' }), new Input({ shape: [2], name: 'b' })];
    const model = new Model({ inputs: a, outputs: new Times(1, 't1').apply(a), name: 'net' });
    expect(() => model.apply([[1, 2]])).toThrow(
      /Input "a" of model "net" must have shape \(None, 3\)\. Received: an input of shape \(1, 2\)/,
    );
    expect(() => model.apply([new Float32Array(3), new Float32Array(3)])).toThrow(/takes 1 input \(a\)\. Received: 2/);
    const two = new Model({ inputs: [a, b], outputs: a, name: 'two' });
    expect(() => two.apply({ a: [[1, 2, 3]], c: [[1, 2]] })).toThrow(/Unknown input of model "two".*Received: "c"/s);
    expect(() => two.apply({ a: [[1, 2, 3]] })).toThrow(/misses the input "b"/);
    expect(() => new Model({ inputs: a })).toThrow(/`outputs`/);
    expect(() => new Model({ inputs: [], outputs: a })).toThrow(/`inputs`/);
    expect(() => new Model({ inputs: [a, a], outputs: a })).toThrow(/different tensors/);
    expect(() => new Model({ inputs: [[1]] as unknown as KerasTensor, outputs: a })).toThrow(
      /`inputs` must be symbolic/,
    );
    expect(() => new Model({ input: a, outputs: a } as object)).toThrow(/Did you mean "inputs"/);
  });
});

describe('models that extend Model', () => {
  class Residual extends Model {
    static override readonly className: string = 'Residual';
    readonly hidden = new Dense(4, { activation: 'relu' });
    readonly dropout = new Dropout(0.5, { seed: 1 });
    readonly out = new Dense(2, ones);
    override call(inputs: Tensor): Tensor {
      return this.out.apply(plus(inputs, this.dropout.apply(this.hidden.apply(inputs))));
    }
  }

  test('are built by the first call or by build, with the batch left open', () => {
    const model = new Residual();
    expect(model.name).toMatch(/^residual/);
    model.build([null, 4]);
    expect(model.weights.map(({ path }) => path)).toEqual([
      `${model.name}/${model.hidden.name}/kernel`,
      `${model.name}/${model.hidden.name}/bias`,
      `${model.name}/${model.out.name}/kernel`,
    ]);
    expect(model.hidden.buildShape).toEqual([null, 4]);
    expect(model.layers.length).toBe(3);
    expect(model.variables.length).toBe(4);
    const other = new Residual();
    other.apply([[1, 2, 3, 4]]);
    expect(other.countParams()).toBe(model.countParams());
  });

  test('pass the training mode on though their call ignores it', async () => {
    const model = new Residual();
    const rows = new Array<number[]>(50).fill([1, 2, 3, 4]);
    expect(await model.apply(rows).array()).toEqual(await model.apply(rows).array());
    expect(await model.apply(rows, { training: true }).array()).not.toEqual(await model.apply(rows).array());
  });

  test('can be part of a functional model, and one themselves', () => {
    const x = new Input({ shape: [4] });
    const model = new Model({ inputs: x, outputs: new Residual().apply(x) });
    expect(model.outputShape).toEqual([null, 2]);
    class Fixed extends Model {
      constructor() {
        const input = new Input({ shape: [3] });
        super({ inputs: input, outputs: new Dense(1).apply(input) });
      }
    }
    expect(new Fixed().countParams()).toBe(4);
  });

  test('say what they lack', () => {
    expect(() => new Residual().inputs).toThrow(/has no inputs/);
    expect(() => new Residual().countParams()).toThrow(/before it is built/);
    expect(() => new Model().apply([[1]])).toThrow(/must override call/);
  });

  test('a build that fails can be repeated', () => {
    const model = new Residual();
    expect(() => model.build([null, null])).toThrow(/last extent is known/);
    expect(model.built).toBe(false);
    model.build([null, 4]);
    expect(model.built).toBe(true);
  });

  test('getLayer finds by name and place', () => {
    const model = new Residual();
    expect(model.getLayer({ index: 0 })).toBe(model.hidden);
    expect(model.getLayer({ index: -1 })).toBe(model.out);
    expect(model.getLayer(model.dropout.name)).toBe(model.dropout);
    expect(() => model.getLayer(`${model.dropout.name}x`)).toThrow(new RegExp(`Did you mean "${model.dropout.name}"`));
    expect(() => model.getLayer({ index: 3 })).toThrow(/integer below 3/);
    expect(() => model.getLayer({})).toThrow(/either name or index/);
  });
});

test('inputs and outputs come by position, too, and only together', () => {
  const x = new Input({ shape: [2] });
  const y = new Dense(1).apply(x);
  expect(new Model(x, y, { name: 'named' }).name).toBe('named');
  expect(new Model({ a: x }, [y]).outputShape).toEqual([[null, 1]]);
  expect(() => new Model(x as never)).toThrow('`outputs` must be given after the inputs');
  expect(() => new Model({ inputs: x })).toThrow('`outputs` must be given together');
});
