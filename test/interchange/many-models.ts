import * as layers from '../../src/layers/index.ts';
import type { KerasTensor } from '../../src/layers/keras-tensor.ts';
import type { Layer } from '../../src/layers/layer.ts';
import { Model, Sequential } from '../../src/models/index.ts';
import * as optimizers from '../../src/optimizers/index.ts';

const input = (...shape: number[]): KerasTensor => new layers.Input({ shape });
export const stack = (shape: number[], ...rest: Layer[]): Sequential => new Sequential([input(...shape), ...rest]);
export const dense = (units: number, options: layers.DenseOptions = {}): layers.Dense =>
  new layers.Dense(units, options);

/** A model of one input with what a function makes of it. */
export function graph(shape: number[], make: (x: KerasTensor) => KerasTensor | KerasTensor[]): Model {
  const x = input(...shape);
  return new Model({ inputs: x, outputs: make(x) });
}

export const image = [8, 8, 2];
export const sequence = [6, 4];

/** Integers from 0 on, below this: for models that look things up. */
export const VOCABULARY = 7;

/** Small models of every kind, by name. Those whose name begins with `words` take integers. */
export const manyModels: Readonly<Record<string, () => Model>> = {
  dense: () => stack([5], dense(8, { activation: 'relu', kernelInitializer: 'he_normal' }), dense(3)),
  normalized: () =>
    stack([5], dense(8, { useBias: false }), new layers.BatchNormalization(), new layers.Activation('elu'), dense(2)),
  penalized: () =>
    stack([5], dense(8, { kernelRegularizer: 'l2', kernelConstraint: 'max_norm' }), new layers.Dropout(0.3), dense(1)),
  activations: () =>
    stack(
      [5],
      dense(6),
      new layers.LeakyReLU({ negativeSlope: 0.2 }),
      new layers.PReLU(),
      dense(6),
      new layers.ELU(),
      new layers.ReLU({ maxValue: 2 }),
      dense(4),
      new layers.Softmax(),
    ),
  named_activations: () =>
    stack(
      [5],
      dense(6, { activation: 'selu', kernelInitializer: 'lecun_normal' }),
      dense(6, { activation: 'gelu' }),
      dense(6, { activation: 'silu' }),
      dense(6, { activation: 'softplus' }),
      dense(6, { activation: 'hard_sigmoid' }),
      dense(3, { activation: 'softmax' }),
    ),
  noisy: () =>
    stack(
      [5],
      new layers.GaussianNoise(0.1),
      dense(6),
      new layers.GaussianDropout(0.2),
      new layers.AlphaDropout(0.1),
      dense(2),
    ),
  conv2d: () =>
    stack(
      image,
      new layers.Conv2D(4, 3, { padding: 'same', activation: 'relu' }),
      new layers.MaxPooling2D(2),
      new layers.Conv2D(3, 2, { strides: 2 }),
      new layers.Flatten(),
      dense(2),
    ),
  conv1d: () =>
    stack(
      sequence,
      new layers.Conv1D(5, 3, { padding: 'causal', dilationRate: 2 }),
      new layers.GlobalAveragePooling1D(),
      dense(2),
    ),
  conv3d: () => stack([4, 4, 4, 1], new layers.Conv3D(2, 2), new layers.GlobalMaxPooling3D(), dense(1)),
  grouped_convolution: () => stack(image, new layers.Conv2D(4, 3, { groups: 2 }), new layers.GlobalMaxPooling2D()),
  depthwise: () =>
    stack(
      image,
      new layers.DepthwiseConv2D(3, { depthMultiplier: 2 }),
      new layers.SeparableConv2D(3, 3),
      new layers.Flatten(),
      dense(2),
    ),
  separable1d: () =>
    stack(sequence, new layers.SeparableConv1D(5, 2), new layers.DepthwiseConv1D(2), new layers.Flatten()),
  transposed: () =>
    stack(
      [4, 4, 2],
      new layers.Conv2DTranspose(3, 3, { strides: 2, padding: 'same' }),
      new layers.Conv2DTranspose(1, 2),
    ),
  transposed1d: () =>
    stack(sequence, new layers.Conv1DTranspose(3, 2, { strides: 2 }), new layers.GlobalMaxPooling1D()),
  pooled: () =>
    stack(
      image,
      new layers.AveragePooling2D(2, { padding: 'same' }),
      new layers.MaxPooling2D(2, { strides: 1 }),
      new layers.GlobalAveragePooling2D(),
    ),
  padded: () =>
    stack(
      image,
      new layers.ZeroPadding2D([1, 2]),
      new layers.Cropping2D([
        [1, 0],
        [0, 2],
      ]),
      new layers.UpSampling2D(2),
      new layers.Conv2D(2, 3),
      new layers.Flatten(),
      dense(2),
    ),
  residual: () =>
    graph(image, (x) => {
      const conv = () => new layers.Conv2D(2, 3, { padding: 'same', useBias: false });
      const bn = () => new layers.BatchNormalization();
      const h = new layers.ReLU().apply(bn().apply(conv().apply(x)));
      const sum = new layers.Add().apply([x, bn().apply(conv().apply(h))]);
      return dense(3).apply(new layers.GlobalAveragePooling2D().apply(new layers.ReLU().apply(sum)));
    }),
  norms: () =>
    stack(
      [6],
      dense(8),
      new layers.LayerNormalization(),
      dense(8),
      new layers.GroupNormalization({ groups: 4 }),
      new layers.RMSNormalization(),
      dense(3),
      new layers.UnitNormalization(),
    ),
  spectral: () => stack([5], new layers.SpectralNormalization(dense(4)), dense(2)),
  adapted: () => stack([3], new layers.Normalization({ mean: [1, 2, 3], variance: [4, 5, 6] }), dense(2)),
  normalization: () => stack([3], new layers.Normalization(), dense(2)),
  words: () => stack([5], new layers.Embedding(VOCABULARY, 4), new layers.Flatten(), dense(2)),
  words_masked: () =>
    stack([5], new layers.Embedding(VOCABULARY, 4, { maskZero: true }), new layers.GlobalAveragePooling1D(), dense(2)),
  masked: () => stack(sequence, new layers.Masking({ maskValue: 0 }), new layers.GlobalAveragePooling1D()),
  multi_head_attention: () =>
    graph(sequence, (x) => {
      const attended = new layers.MultiHeadAttention(2, 3).apply([x, x]);
      return dense(2).apply(new layers.LayerNormalization().apply(new layers.Add().apply([x, attended])));
    }),
  attention: () =>
    graph(sequence, (x) => {
      const attended = new layers.Attention({ useScale: true }).apply([dense(4).apply(x), x]);
      return new layers.AdditiveAttention().apply([attended, x]);
    }),
  group_query_attention: () => graph(sequence, (x) => new layers.GroupQueryAttention(2, 4, 2).apply([x, x])),
  einsum: () => stack(sequence, new layers.EinsumDense('abc,cd->abd', [null, 3], { biasAxes: 'd' })),
  shared: () =>
    graph([4], (x) => {
      const layer = dense(4, { activation: 'tanh' });
      return dense(1).apply(layer.apply(layer.apply(x)));
    }),
  merged: () =>
    graph([4], (x) => {
      const [a, b, c] = [dense(4).apply(x), dense(4).apply(x), dense(4).apply(x)];
      const merged = [
        new layers.Add().apply([a, b]),
        new layers.Subtract().apply([a, b]),
        new layers.Multiply().apply([b, c]),
        new layers.Average().apply([a, b, c]),
        new layers.Maximum().apply([a, c]),
        new layers.Minimum().apply([a, c]),
        new layers.Dot(1).apply([a, b]),
      ];
      return new layers.Concatenate().apply(merged);
    }),
  nested: () =>
    graph([4], (x) => {
      const inner = stack([4], dense(4, { activation: 'relu' }), new layers.BatchNormalization());
      const deeper = graph([4], (y) => dense(4).apply(inner.apply(y)));
      return dense(2).apply(deeper.apply(x));
    }),
  nested_sequential: () => stack([4], stack([4], dense(3)), stack([3], dense(5), dense(2))),
  two_outputs: () =>
    graph([4], (x) => {
      const h = dense(6, { activation: 'relu' }).apply(x);
      return [dense(2, { name: 'left' }).apply(h), dense(3, { name: 'right' }).apply(h)];
    }),
  reshaped: () =>
    stack(
      [6],
      new layers.Reshape([3, 2]),
      new layers.Permute([2, 1]),
      new layers.Flatten(),
      new layers.RepeatVector(2),
      dense(2),
      new layers.Identity(),
    ),
  frozen: () => {
    const model = stack([4], dense(4), new layers.BatchNormalization(), dense(1));
    for (const layer of model.layers.slice(0, 2)) layer.trainable = false;
    return model;
  },
};

const schedules = optimizers.schedules;

/** One optimizer after the other. */
export const manyOptimizers: readonly (() => optimizers.Optimizer)[] = [
  () => new optimizers.Adam({ learningRate: 0.01 }),
  () => new optimizers.SGD({ learningRate: 0.01, momentum: 0.9, nesterov: true, clipnorm: 1 }),
  () => new optimizers.AdamW({ learningRate: new schedules.ExponentialDecay(0.01, 2, 0.9) }),
  () => new optimizers.RMSprop({ learningRate: 0.001, momentum: 0.5, centered: true }),
  () => new optimizers.Nadam({ learningRate: 0.01, useEma: true }),
  () => new optimizers.Adam({ learningRate: 0.01, amsgrad: true }),
  () => new optimizers.Adagrad({ learningRate: 0.01 }),
  () => new optimizers.Lion({ learningRate: 0.001 }),
];
