import { describe, expect, test } from 'vitest';
import { classesIn, registerKerasSerializable } from '../support/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import * as layers from './index.ts';

class Custom extends layers.Layer {
  static override readonly className: string = 'CustomOfTest';
  static override readonly positional: readonly string[] = ['size'];
  readonly size: number;
  constructor(size: number, options: layers.LayerOptions = {}) {
    super(options);
    this.size = size;
  }
  override getConfig() {
    return { ...super.getConfig(), size: this.size };
  }
}

const forLambda = (x: Tensor) => x;
registerKerasSerializable(forLambda, { package: 'layers_test' });

describe('serialize and deserialize', () => {
  test('every class is made from the config of one of its objects, and gives the same', () => {
    const positional: Record<string, unknown[]> = {
      Activation: ['relu'],
      CenterCrop: [2, 3],
      Dense: [3],
      MaxNumBoundingBoxes: [3],
      HashedCrossing: [3],
      Hashing: [3],
      Lambda: [forLambda],
      CategoryEncoding: [{ numTokens: 4 }],
      Discretization: [{ binBoundaries: [0, 1] }],
      Pipeline: [[new layers.Dense(3)]],
      Rescaling: [0.5],
      RandomBrightness: [0.1],
      RandomColorDegeneration: [0.1],
      RandomContrast: [0.1],
      RandomCrop: [2, 3],
      RandomHue: [0.1],
      RandomPosterization: [3],
      RandomRotation: [0.1],
      RandomSaturation: [0.1],
      RandomSharpness: [0.1],
      RandomTranslation: [0.1, 0.1],
      RandomZoom: [0.1],
      Resizing: [2, 3],
      GroupQueryAttention: [2, 4, 2],
      MultiHeadAttention: [2, 3],
      EinsumDense: ['ab,bc->ac', 4],
      Embedding: [5, 2],
      ReversibleEmbedding: [5, 2],
      SpectralNormalization: [new layers.Dense(3)],
      Wrapper: [new layers.Dense(3)],
      TimeDistributed: [new layers.Dense(3)],
      Bidirectional: [new layers.GRU(3)],
      ...Object.fromEntries(['LSTM', 'GRU', 'SimpleRNN'].flatMap((n) => [n, `${n}Cell`]).map((n) => [n, [3]])),
      RNN: [new layers.GRUCell(3)],
      StackedRNNCells: [[new layers.GRUCell(3), new layers.LSTMCell(2)]],
      Dropout: [0.5],
      AlphaDropout: [0.5],
      GaussianDropout: [0.5],
      GaussianNoise: [0.5],
      SpatialDropout1D: [0.5],
      SpatialDropout2D: [0.5],
      SpatialDropout3D: [0.5],
      Dot: [1],
      Reshape: [[2, 3]],
      Permute: [[2, 1]],
      RepeatVector: [3],
      InputLayer: [{ shape: [3] }],
    };
    const windowed = /^(Conv|SeparableConv|DepthwiseConv|AdaptiveMax|AdaptiveAverage|Average|Avg).*[123]D/;
    const argumentsOf = (name: string) =>
      positional[name] ?? (windowed.test(name) ? (/^(Conv|Separable)/.test(name) ? [4, 3] : [3]) : []);
    const names = Object.keys(layers).filter((name) => classesIn('keras.layers').has(name));
    expect(names.length).toBeGreaterThan(35);
    for (const name of names) {
      const cls = Object.entries(layers).find(([key]) => key === name)?.[1];
      const layer: unknown = Reflect.construct(cls as new () => object, argumentsOf(name));
      if (!(layer instanceof layers.Layer)) throw new Error(name);
      const envelope: unknown = JSON.parse(JSON.stringify(layers.serialize(layer)));
      const copy = layers.deserialize(envelope);
      expect(layers.serialize(copy), name).toEqual(envelope);
      expect(copy.constructor, name).toBe(layer.constructor);
    }
  });

  test('a built layer is built again', () => {
    const layer = new layers.Dense(2);
    layer.build([null, 3]);
    const copy = layers.deserialize(layers.serialize(layer));
    expect(copy.built).toBe(true);
    expect(copy.weights.map(({ shape }) => shape)).toEqual([[3, 2], [2]]);
  });

  test('custom classes by customObjects or by registration', () => {
    const envelope = layers.serialize(new Custom(3, { name: 'c' }));
    expect(envelope).toMatchObject({ module: null, class_name: 'CustomOfTest', config: { name: 'c', size: 3 } });
    expect(() => layers.deserialize(envelope)).toThrow(/Unknown class.*CustomOfTest/s);
    expect(layers.deserialize(envelope, { customObjects: { CustomOfTest: Custom } })).toMatchObject({ size: 3 });
    registerKerasSerializable(Custom, { package: 'test' });
    expect(layers.deserialize(layers.serialize(new Custom(4)))).toMatchObject({ size: 4 });
  });

  test('refuses what is no layer', () => {
    expect(() => layers.deserialize({ class_name: 'Dens', config: {} })).toThrow(/Did you mean "Dense"/);
    expect(() => layers.deserialize({ module: 'keras.initializers', class_name: 'Zeros', config: {} })).toThrow(
      /config of a layer/,
    );
    expect(() => layers.serialize({} as layers.Layer)).toThrow(/`layer` must be a layer/);
    expect(() => layers.deserialize({ class_name: 'Dense', config: { units: 3, use_bais: true } })).toThrow(
      /Did you mean "useBias"/,
    );
    expect(() => layers.deserialize({ class_name: 'Dense', config: {} })).toThrow(/`units` must be/);
  });
});
