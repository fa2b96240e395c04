import { describe, expect, test } from 'vitest';
import { Constant } from '../initializers/index.ts';
import { add, multiply } from '../ops/arithmetic.ts';
import { sum } from '../ops/reduction.ts';
import * as regularizers from '../regularizers/index.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { InputSpec } from './input-spec.ts';
import { KerasTensor } from './keras-tensor.ts';
import { type CallOptions, Layer } from './layer.ts';

class Scale extends Layer {
  static override readonly className = 'Scale';
  factor!: Variable;
  override build(inputShape: readonly (number | null)[]): void {
    this.factor = this.addWeight({
      name: 'factor',
      shape: [inputShape.at(-1) ?? 1],
      initializer: new Constant({ value: 2 }),
    });
  }
  override call(inputs: Tensor): Tensor {
    return multiply(inputs, this.factor);
  }
}

/** Adds 1 in training mode. */
class Mode extends Layer {
  override call(inputs: Tensor, { training = false }: CallOptions): Tensor {
    return training ? add(inputs, 1) : inputs;
  }
}

class Outer extends Layer {
  readonly parts = [new Scale(), new Mode()];
  readonly last = { mode: new Mode() };
  override call(inputs: Tensor): Tensor {
    return this.last.mode.apply(this.parts.reduce<Tensor>((x, layer) => layer.apply(x), inputs));
  }
}

describe('Layer', () => {
  test('builds at the first call and computes', async () => {
    const layer = new Scale();
    expect(layer.built).toBe(false);
    expect(await layer.apply([[1, 2, 3]]).array()).toEqual([[2, 4, 6]]);
    expect(layer.built).toBe(true);
    expect(layer.countParams()).toBe(3);
    expect(layer.factor.path).toBe(`${layer.name}/factor`);
    expect(layer.getBuildConfig()).toEqual({ input_shape: [1, 3] });
  });

  test('build can be called directly, once', () => {
    const layer = new Scale({ name: 'direct' });
    layer.build([null, 4]);
    layer.build([null, 4]);
    expect(layer.weights.length).toBe(1);
    expect(layer.path).toBe('direct');
  });

  test('names count up by class', () => {
    const [a, b] = [new Mode(), new Mode()];
    const n = Number(a.name.split('_')[1] ?? 0);
    expect(b.name).toBe(`mode_${n + 1}`);
  });

  test('passes the training mode to layers inside, whose call ignores it', async () => {
    const layer = new Outer();
    expect(await layer.apply([[1]]).array()).toEqual([[2]]);
    expect(await layer.apply([[1]], { training: true }).array()).toEqual([[4]]);
    expect(layer.weights.map((w) => w.path)).toEqual([`${layer.name}/${layer.parts[0]?.name}/factor`]);
  });

  test('freezing moves weights, and thawing moves them back', () => {
    const layer = new Outer();
    layer.apply([[1]]);
    expect(layer.trainableWeights.length).toBe(1);
    layer.trainable = false;
    expect(layer.parts.map((part) => part.trainable)).toEqual([false, false]);
    expect(layer.trainableWeights).toEqual([]);
    expect(layer.nonTrainableWeights.length).toBe(1);
    layer.trainable = true;
    expect(layer.trainableWeights.length).toBe(1);
  });

  test('layers that know each other are counted once', () => {
    class Child extends Scale {
      parent: Layer | null = null;
    }
    class Parent extends Layer {
      readonly child = new Child();
    }
    const parent = new Parent();
    parent.child.parent = parent;
    parent.child.build([null, 2]);
    expect(parent.weights.length).toBe(1);
    expect(parent.child.variables.length).toBe(1);
    parent.trainable = false;
    expect(parent.child.trainable).toBe(false);
  });

  test('variables in fields are weights too', () => {
    class Counter extends Layer {
      readonly steps = new Variable(0, { name: 'steps', trainable: false });
      readonly scales = { a: new Variable(1, { name: 'a' }) };
    }
    const layer = new Counter();
    expect(layer.weights.map(({ name }) => name)).toEqual(['a', 'steps']);
    layer.trainable = false;
    expect(layer.weights.map(({ name, trainable }) => [name, trainable])).toEqual([
      ['a', false],
      ['steps', false],
    ]);
  });

  test('a layer frozen before it is built has frozen weights', () => {
    const layer = new Scale({ trainable: false });
    layer.build([null, 2]);
    expect(layer.factor.trainable).toBe(false);
    layer.trainable = true;
    expect(layer.factor.trainable).toBe(true);
  });

  test('symbolic calls infer which axes are unknown', () => {
    const layer = new Outer();
    const x = new KerasTensor([null, 3]);
    const y = layer.apply(x);
    expect(y).toBeInstanceOf(KerasTensor);
    expect(y.shape).toEqual([null, 3]);
    expect(y.history).toEqual({ layer, nodeIndex: 0, tensorIndex: 0 });
    expect(layer.inboundNodes[0]?.inputTensors).toEqual([x]);
    expect(layer.output).toBe(y);
  });

  test('losses of the last call and of weights', async () => {
    class Lossy extends Scale {
      override call(inputs: Tensor): Tensor {
        this.addLoss(sum(inputs));
        return super.call(inputs);
      }
    }
    const regularizer = regularizers.get((x) => sum(x));
    const layer = new Lossy({ activityRegularizer: regularizer });
    layer.apply([
      [1, 2],
      [3, 4],
    ]);
    layer.apply([
      [1, 2],
      [3, 4],
    ]);
    layer.factor.regularizer = regularizer;
    expect(await Promise.all(layer.losses.map((loss) => loss.item()))).toEqual([10, 10, 4]);
    layer.trainable = false;
    expect(layer.losses.length).toBe(2);
    expect(() => layer.addLoss(convertToTensor([1, 2]))).toThrow(/takes scalars.*rank 1/s);
  });

  test('weights are differentiable', async () => {
    const layer = new Scale();
    const loss = sum(
      layer.apply([
        [1, 2],
        [3, 4],
      ]),
    );
    const [gradient] = gradients(loss, layer.trainableVariables);
    expect(await gradient?.array()).toEqual([4, 6]);
  });

  test('setWeights checks everything before it changes anything', async () => {
    const layer = new Scale({ name: 'scale_set' });
    layer.build([null, 2]);
    expect(() => layer.setWeights([[1, 2, 3]])).toThrow(
      /"scale_set".*scale_set\/factor, has shape \(2,\)\. Received: a value of shape \(3,\)/s,
    );
    expect(() => layer.setWeights([])).toThrow(/takes 1 values.*Received: 0/s);
    layer.setWeights([[5, 6]]);
    const before = await layer.getWeights();
    layer.setWeights([new Float32Array([7, 8])]);
    expect(await before[0]?.array()).toEqual([5, 6]);
    expect(await layer.factor.array()).toEqual([7, 8]);
  });

  test('refuses bad options, with the nearest name', () => {
    expect(() => new Scale({ nmae: 'x' } as object)).toThrow(/Did you mean "name"/);
    expect(() => new Scale({ name: 'a/b' })).toThrow(/`name` must be/);
    expect(() => new Scale({ dtype: 'float33' as 'float32' })).toThrow(/float32/);
    expect(() => new Scale().countParams()).toThrow(/before it is built/);
  });

  test('a call that fails says in which layer, with its own stack and class', () => {
    class Failing extends Layer {
      override call(): Tensor {
        throw new TypeError('no luck');
      }
    }
    const layer = new Failing({ name: 'failing' });
    let caught: unknown;
    try {
      layer.apply([[1, 2]]);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(TypeError);
    expect(caught).toMatchObject({
      message: 'no luck\n  raised in layer "failing" (Failing), inputs of shape (1, 2)',
    });
    expect((caught as Error).stack).toMatch(/no luck\n {2}raised in layer.*layer\.test\.ts/s);
  });

  test('a failed build leaves no weights behind', () => {
    class Half extends Scale {
      override build(inputShape: readonly (number | null)[]): void {
        super.build(inputShape);
        throw new Error('half way');
      }
    }
    const layer = new Half();
    expect(() => layer.apply([[1]])).toThrow(/half way/);
    expect(layer.built).toBe(false);
  });

  test('input specs', () => {
    const layer = new Scale({ name: 'spec' });
    layer.inputSpec = new InputSpec({ minNdim: 2, axes: { [-1]: 4 } });
    expect(() => layer.apply([1, 2, 3, 4])).toThrow(
      /Input 0 of layer "spec".*at least 2.*Received: an input of shape \(4,\)/s,
    );
    expect(() => layer.apply([[1, 2]])).toThrow(
      /axis -1 of the input to have extent 4.*Received: an input of shape \(1, 2\)/s,
    );
    expect(() => layer.apply([new Float32Array(4), new Float32Array(4)])).toThrow(/takes 1 input\. Received: 2/);
  });

  test('prints what it is', () => {
    expect(String(new Scale({ name: 's' }))).toBe('<Scale name=s, built=false>');
  });

  test('a base layer has no computation', () => {
    expect(() => new Layer().apply([[1]])).toThrow(/must override call/);
  });
});
