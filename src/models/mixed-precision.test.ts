import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setDtypePolicy } from '../config/index.ts';
import {
  convertToTensor,
  DTypePolicy,
  dtypePolicies,
  gradients,
  Input,
  layers,
  Model,
  ops,
  optimizers,
  Sequential,
  type Tensor,
  type Variable,
} from '../index.ts';
import { floatLimits } from '../support/low-float.ts';
import { type Shape, sizeOf } from '../support/shape.ts';
import { mixedPrecisionCases } from './testing/mixed-precision-cases.ts';

afterEach(() => setDtypePolicy('float32'));

const filled = (shape: Shape, value: (i: number) => number): Tensor =>
  ops.reshape(
    Array.from({ length: sizeOf(shape) }, (_, i) => value(i)),
    shape,
  );
const inputOf = (shape: Shape): Tensor => filled(shape, (i) => 1.3 * Math.cos(0.37 * i));

function fill(weights: readonly Variable[]): void {
  weights.forEach((weight, k) => {
    const last = sizeOf(weight.shape) - 1;
    const isVariance = weight.path.includes('variance');
    weight.assign(filled(weight.shape, (i) => (isVariance ? 0.5 + i / last : 0.6 * Math.sin(0.7 * i + k))));
  });
}

describe.each(['mixed_bfloat16', 'mixed_float16'] as const)('%s', (policy) => {
  beforeEach(() => setDtypePolicy(policy));
  const dtype = policy === 'mixed_bfloat16' ? 'bfloat16' : 'float16';

  test.each(mixedPrecisionCases)("$name has Keras's numbers", async ({ name, make, shape, [policy]: expected }) => {
    const model = new Sequential([new layers.Input({ shape: shape.slice(1) }), ...make()]);
    fill(model.weights);
    const result = model.apply(inputOf(shape));
    const head = name === 'float32 head';
    expect([result.dtype, model.outputs[0]?.dtype]).toEqual(Array(2).fill(head ? 'float32' : dtype));
    expect(new Set(model.weights.map((weight) => weight.dtype))).toEqual(
      new Set(model.weights.length > 0 ? ['float32'] : []),
    );
    const values = await result.data();
    // XLA keeps more digits between the steps of a recurrent layer.
    const tolerance = (name === 'lstm' ? 1 : 0.25) * floatLimits(dtype).eps;
    expected.forEach((value, i) => {
      expect(Math.abs((values[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance * Math.max(Math.abs(value), 1));
    });
  });

  test('training keeps float32 weights, and goes where Keras goes', async () => {
    const model = new Sequential([
      new layers.Input({ shape: [5] }),
      new layers.Dense(4, { activation: 'tanh' }),
      new layers.Dense(2),
    ]);
    fill(model.weights);
    model.compile({ optimizer: new optimizers.SGD({ learningRate: 0.1, momentum: 0.9 }), loss: 'mse' });
    const y = filled([8, 2], (i) => Math.sin(0.9 * i));
    const { history } = await model.fit(inputOf([8, 5]), y, { batchSize: 4, epochs: 3, shuffle: false, verbose: 0 });
    // model.fit of Keras 3 on JAX with the same weights and data.
    const losses = {
      mixed_bfloat16: [0.7028562426567078, 0.27263742685317993, 0.132796511054039],
      mixed_float16: [0.7034400701522827, 0.27156296372413635, 0.1327921748161316],
    };
    expect(history.loss).toHaveLength(3);
    losses[policy].forEach((loss, i) => {
      expect(Math.abs((history.loss?.[i] ?? Number.NaN) / loss - 1)).toBeLessThan(floatLimits(dtype).eps / 2);
    });
    const { optimizer } = model;
    expect(optimizer?.constructor).toBe(policy === 'mixed_float16' ? optimizers.LossScaleOptimizer : optimizers.SGD);
    if (policy === 'mixed_float16') {
      const [, , steps, scale] = optimizer?.variables ?? [];
      expect([await steps?.array(), await scale?.array()]).toEqual([6, 32768]);
    }
    expect((await model.predict(inputOf([8, 5]))).dtype).toBe(dtype);
  });

  test('attention, whose parts share the policy, and functional models', async () => {
    const input = new Input({ shape: [4, 6] });
    const attended = new layers.MultiHeadAttention(2, 3, { dropout: 0.1 }).apply([input, input]);
    const model = new Model({ inputs: input, outputs: new layers.LayerNormalization().apply(attended) });
    expect([model.outputs[0]?.dtype, model.apply(inputOf([2, 4, 6]), { training: true }).dtype]).toEqual([
      dtype,
      dtype,
    ]);
  });
});

test('a layer has a policy of its own: a name, an object, a config, a map by its path', () => {
  const x = ops.ones([1, 2]);
  const dense = (dtype: dtypePolicies.DTypePolicyIdentifier) => new layers.Dense(1, { dtype });
  for (const policy of [
    'mixed_float16',
    new DTypePolicy('mixed_float16'),
    dtypePolicies.serialize(new DTypePolicy('mixed_float16')),
  ] as const) {
    const layer = dense(policy);
    expect([layer.apply(x).dtype, layer.dtype, layer.variableDtype, layer.computeDtype]).toEqual([
      'float16',
      'float32',
      'float32',
      'float16',
    ]);
    expect(layer.getConfig().dtype).toEqual(dtypePolicies.serialize(new DTypePolicy('mixed_float16')));
    expect(layers.Dense.fromConfig(layer.getConfig()).dtypePolicy.name).toBe('mixed_float16');
  }
  const map = new dtypePolicies.DTypePolicyMap('float32', { '.*half': 'float16' });
  const [half, full] = ['half', 'full'].map((name) => new layers.Dense(1, { name, dtype: map }).apply(x));
  expect([half?.dtype, full?.dtype]).toEqual(['float16', 'float32']);
  const changed = dense('float32');
  changed.dtypePolicy = 'mixed_bfloat16';
  expect(changed.apply(x).dtype).toBe('bfloat16');
});

test('whole numbers and masks are left alone; autocast: false leaves all', () => {
  class Seen extends layers.Layer {
    static override readonly className = 'Seen';
    seen: readonly string[] = [];
    override call(inputs: Tensor[]): Tensor {
      this.seen = inputs.map(({ dtype }) => dtype);
      return ops.ones([1]);
    }
  }
  const inputs = [ops.ones([1]), ops.ones([1], 'int32'), ops.ones([1], 'bool'), ops.ones([1], 'float16')];
  const seen = (options: layers.LayerOptions) => {
    const layer = new Seen(options);
    layer.apply(inputs);
    return layer.seen;
  };
  expect(seen({ dtype: 'mixed_bfloat16' })).toEqual(['bfloat16', 'int32', 'bool', 'bfloat16']);
  expect(seen({ dtype: 'mixed_bfloat16', autocast: false })).toEqual(['float32', 'int32', 'bool', 'float16']);
  expect(seen({ dtype: 'int32' })).toEqual(['float32', 'int32', 'bool', 'float16']);
});

test('weights are read in the dtype of the layer that reads them, and keep theirs', async () => {
  class Reader extends layers.Layer {
    static override readonly className = 'Reader';
    readonly inner = new layers.Dense(1, { dtype: 'float32', kernelInitializer: 'ones' });
    readonly cast = this.addWeight({ name: 'cast', initializer: 'ones' });
    readonly exact = this.addWeight({ name: 'exact', initializer: 'ones', autocast: false });
    dtypes: readonly string[] = [];
    override call(inputs: Tensor): Tensor {
      const inside = this.inner.apply(inputs);
      this.dtypes = [inputs.dtype, inside.dtype, this.cast.dtype, this.cast.value.dtype, this.exact.value.dtype];
      this.exact.assign(ops.multiply(this.exact, 0.1));
      return ops.multiply(inputs, this.cast);
    }
  }
  const reader = new Reader({ dtype: 'mixed_bfloat16' });
  const [gradient] = gradients(ops.sum(reader.apply(convertToTensor([[0.1, 2]]))), [reader.cast]);
  expect(reader.dtypes).toEqual(['bfloat16', 'float32', 'bfloat16', 'bfloat16', 'float32']);
  expect([reader.cast.dtype, gradient?.dtype]).toEqual(['float32', 'float32']);
  expect(await reader.exact.array()).toBe(Math.fround(0.1));
});

test('compile scales the loss of mixed_float16 unless it is told not to', () => {
  const model = new Sequential([new layers.Dense(1)], { dtype: 'mixed_float16' });
  model.compile({ optimizer: 'adam', loss: 'mse' });
  expect(model.optimizer).toBeInstanceOf(optimizers.LossScaleOptimizer);
  model.compile({ optimizer: 'adam', loss: 'mse', autoScaleLoss: false });
  expect(model.optimizer).toBeInstanceOf(optimizers.Adam);
  expect(() => model.compile({ optimizer: 'adam', autoScaleLoss: 1 as never })).toThrow('`autoScaleLoss` must be');
});
