import { isPlainRecord } from '../../support/plain-record.ts';
import { type Shape, sizeOf } from '../../support/shape.ts';
import { convertToTensor } from '../../tensor/convert.ts';
import { Tensor } from '../../tensor/tensor.ts';
import * as layers from '../index.ts';

/** A layer and what it is applied to in training. */
export interface LayerExample {
  readonly make: () => layers.Layer;
  /** Arguments of `apply`: tensors, or lists and records of them. */
  readonly inputs: () => readonly unknown[];
}

/** Numbers that look random, from low to high. */
function numbers(shape: Shape, low: number, high: number, phase = 0): Tensor {
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => {
    const wave = Math.sin(12.9898 * (i + 1) + phase) * 43758.5453;
    return low + (high - low) * (wave - Math.floor(wave));
  });
  return convertToTensor({ data: Float32Array.from(values), shape });
}

const example = (make: () => layers.Layer, ...inputs: readonly unknown[]): LayerExample => ({
  make,
  inputs: () => inputs.map((input) => (typeof input === 'function' ? Reflect.apply(input, null, []) : input)),
});

const of =
  (...shape: number[]) =>
  () =>
    numbers(shape, -1, 1);
const several =
  (count: number, ...shape: number[]) =>
  () =>
    Array.from({ length: count }, (_, i) => numbers(shape, -1, 1, i));
/** Two pictures of numbers from 0 to 255, none of them whole: what rounds them has no ties. */
const pictures = () => numbers([2, 6, 7, 3], 0, 255);
const integers = (shape: Shape, below: number) => () =>
  convertToTensor({ data: Int32Array.from({ length: sizeOf(shape) }, (_, i) => (7 * i + 3) % below), shape });
const boxes = () => ({
  images: pictures(),
  bounding_boxes: { boxes: numbers([2, 2, 4], 0, 6), labels: numbers([2, 2], 0, 5) },
});

/** What cells take: the input of a step and the states before it. */
const cell =
  (input: Shape, ...states: Shape[]) =>
  () => [numbers(input, -1, 1), states.map((shape, i) => numbers(shape, -1, 1, i + 1))];

const seed = 7;
const line = of(2, 8, 3);
const plane = of(2, 7, 6, 3);
const volume = of(2, 5, 4, 5, 2);
const sequence = of(2, 5, 3);

/** Every layer that computes, by the name of its class, small enough for all backends. */
export const layerTable: Readonly<Record<string, LayerExample>> = {
  Activation: example(() => new layers.Activation('gelu'), of(3, 4)),
  ActivityRegularization: example(() => new layers.ActivityRegularization({ l1: 0.1, l2: 0.2 }), of(3, 4)),
  AdaptiveAveragePooling1D: example(() => new layers.AdaptiveAveragePooling1D(3), line),
  AdaptiveAveragePooling2D: example(() => new layers.AdaptiveAveragePooling2D([3, 2]), plane),
  AdaptiveAveragePooling3D: example(() => new layers.AdaptiveAveragePooling3D(2), volume),
  AdaptiveMaxPooling1D: example(() => new layers.AdaptiveMaxPooling1D(3), line),
  AdaptiveMaxPooling2D: example(() => new layers.AdaptiveMaxPooling2D([3, 2]), plane),
  AdaptiveMaxPooling3D: example(() => new layers.AdaptiveMaxPooling3D(2), volume),
  Add: example(() => new layers.Add(), several(3, 2, 5)),
  AdditiveAttention: example(() => new layers.AdditiveAttention(), several(2, 2, 4, 3)),
  AlphaDropout: example(() => new layers.AlphaDropout(0.4, { seed }), of(4, 5)),
  Attention: example(() => new layers.Attention({ useScale: true }), several(3, 2, 4, 3)),
  AugMix: example(() => new layers.AugMix({ numChains: 1, chainDepth: 1, seed }), pictures),
  AutoContrast: example(() => new layers.AutoContrast(), pictures),
  Average: example(() => new layers.Average(), several(3, 2, 5)),
  AveragePooling1D: example(() => new layers.AveragePooling1D(2), line),
  AveragePooling2D: example(() => new layers.AveragePooling2D(2, { padding: 'same' }), plane),
  AveragePooling3D: example(() => new layers.AveragePooling3D(2), volume),
  BatchNormalization: example(() => new layers.BatchNormalization(), plane),
  Bidirectional: example(() => new layers.Bidirectional(new layers.GRU(3, { returnSequences: true })), sequence),
  CategoryEncoding: example(
    () => new layers.CategoryEncoding({ numTokens: 6, outputMode: 'count' }),
    integers([3, 4], 6),
  ),
  CenterCrop: example(() => new layers.CenterCrop(3, 4), pictures),
  Concatenate: example(() => new layers.Concatenate({ axis: 1 }), several(3, 2, 5)),
  ContrastLimitedAdaptiveHistogramEqualization: example(
    () => new layers.ContrastLimitedAdaptiveHistogramEqualization({ tileGridSize: [2, 2] }),
    () => numbers([1, 8, 8, 1], 0, 255),
  ),
  Conv1D: example(() => new layers.Conv1D(4, 3, { dilationRate: 2, padding: 'causal' }), line),
  Conv1DTranspose: example(() => new layers.Conv1DTranspose(4, 3, { strides: 2 }), line),
  Conv2D: example(() => new layers.Conv2D(4, 3, { strides: 2, padding: 'same' }), plane),
  Conv2DTranspose: example(() => new layers.Conv2DTranspose(4, 3, { strides: 2, padding: 'same' }), plane),
  Conv3D: example(() => new layers.Conv3D(3, 2), volume),
  Conv3DTranspose: example(() => new layers.Conv3DTranspose(3, 2, { strides: 2 }), volume),
  ConvLSTM1D: example(() => new layers.ConvLSTM1D(2, 3), of(2, 3, 5, 2)),
  ConvLSTM2D: example(() => new layers.ConvLSTM2D(2, 2, { padding: 'same' }), of(2, 3, 4, 4, 2)),
  ConvLSTM3D: example(() => new layers.ConvLSTM3D(1, 2), of(1, 2, 3, 3, 3, 1)),
  Cropping1D: example(() => new layers.Cropping1D([1, 2]), line),
  Cropping2D: example(() => new layers.Cropping2D([1, 2]), plane),
  Cropping3D: example(() => new layers.Cropping3D(1), volume),
  CutMix: example(() => new layers.CutMix({ seed }), pictures),
  Dense: example(() => new layers.Dense(5, { activation: 'elu' }), of(4, 3)),
  DepthwiseConv1D: example(() => new layers.DepthwiseConv1D(3, { depthMultiplier: 2 }), line),
  DepthwiseConv2D: example(() => new layers.DepthwiseConv2D(3, { padding: 'same' }), plane),
  Discretization: example(() => new layers.Discretization({ binBoundaries: [-0.5, 0, 0.4] }), of(3, 4)),
  Dot: example(
    () => new layers.Dot([1, 2], { normalize: true }),
    () => [numbers([2, 4, 3], -1, 1), numbers([2, 5, 4], -1, 1, 1)],
  ),
  Dropout: example(() => new layers.Dropout(0.4, { seed }), of(4, 5)),
  ELU: example(() => new layers.ELU({ alpha: 0.5 }), of(4, 5)),
  EinsumDense: example(() => new layers.EinsumDense('abc,cde->abde', [null, 2, 3], { biasAxes: 'e' }), of(2, 3, 4)),
  Embedding: example(() => new layers.Embedding(6, 4), integers([3, 4], 6)),
  Equalization: example(() => new layers.Equalization(), pictures),
  Flatten: example(() => new layers.Flatten(), plane),
  GRU: example(() => new layers.GRU(4, { returnSequences: true }), sequence),
  GRUCell: example(() => new layers.GRUCell(4), cell([2, 3], [2, 4])),
  GaussianDropout: example(() => new layers.GaussianDropout(0.3, { seed }), of(4, 5)),
  GaussianNoise: example(() => new layers.GaussianNoise(0.3, { seed }), of(4, 5)),
  GlobalAveragePooling1D: example(() => new layers.GlobalAveragePooling1D(), line),
  GlobalAveragePooling2D: example(() => new layers.GlobalAveragePooling2D(), plane),
  GlobalAveragePooling3D: example(() => new layers.GlobalAveragePooling3D(), volume),
  GlobalMaxPooling1D: example(() => new layers.GlobalMaxPooling1D(), line),
  GlobalMaxPooling2D: example(() => new layers.GlobalMaxPooling2D(), plane),
  GlobalMaxPooling3D: example(() => new layers.GlobalMaxPooling3D(), volume),
  GroupNormalization: example(() => new layers.GroupNormalization({ groups: 2 }), of(2, 3, 4)),
  GroupQueryAttention: example(() => new layers.GroupQueryAttention(3, 4, 2), ...[of(2, 5, 3), of(2, 6, 3)]),
  Identity: example(() => new layers.Identity(), of(3, 4)),
  LSTM: example(() => new layers.LSTM(4, { goBackwards: true }), sequence),
  LSTMCell: example(() => new layers.LSTMCell(4), cell([2, 3], [2, 4], [2, 4])),
  Lambda: example(() => new layers.Lambda((x: Tensor) => x), of(2, 3)),
  LayerNormalization: example(() => new layers.LayerNormalization(), of(3, 4, 5)),
  LeakyReLU: example(() => new layers.LeakyReLU(), of(4, 5)),
  Masking: example(() => new layers.Masking(), sequence),
  MaxNumBoundingBoxes: example(() => new layers.MaxNumBoundingBoxes(3), boxes),
  MaxPooling1D: example(() => new layers.MaxPooling1D({ poolSize: 3, strides: 2, padding: 'same' }), line),
  MaxPooling2D: example(() => new layers.MaxPooling2D({ poolSize: 2 }), plane),
  MaxPooling3D: example(() => new layers.MaxPooling3D({ poolSize: 2 }), volume),
  Maximum: example(() => new layers.Maximum(), several(3, 2, 5)),
  MelSpectrogram: example(
    () => new layers.MelSpectrogram({ fftLength: 32, sequenceStride: 8, numMelBins: 6, samplingRate: 100, minFreq: 1 }),
    of(2, 64),
  ),
  Minimum: example(() => new layers.Minimum(), several(3, 2, 5)),
  MixUp: example(() => new layers.MixUp({ seed }), pictures),
  MultiHeadAttention: example(() => new layers.MultiHeadAttention(2, 3), of(2, 4, 6), of(2, 5, 6)),
  Multiply: example(() => new layers.Multiply(), several(3, 2, 5)),
  Normalization: example(() => new layers.Normalization({ mean: [1, 2, 3], variance: [1, 4, 9] }), of(4, 3)),
  PReLU: example(() => new layers.PReLU({ alphaInitializer: 'ones' }), of(4, 5)),
  Permute: example(() => new layers.Permute([2, 1]), of(2, 3, 4)),
  Pipeline: example(() => new layers.Pipeline([new layers.Rescaling(0.5), new layers.CenterCrop(3, 4)]), pictures),
  RMSNormalization: example(() => new layers.RMSNormalization(), of(3, 4)),
  RNN: example(() => new layers.RNN([new layers.GRUCell(3), new layers.LSTMCell(2)]), sequence),
  RReLU: example(() => new layers.RReLU({ seed }), of(4, 5)),
  RandAugment: example(() => new layers.RandAugment({ seed }), pictures),
  RandomBrightness: example(() => new layers.RandomBrightness(0.3, { seed }), pictures),
  RandomColorDegeneration: example(() => new layers.RandomColorDegeneration(0.5, { seed }), pictures),
  RandomColorJitter: example(
    () =>
      new layers.RandomColorJitter({
        brightnessFactor: 0.2,
        contrastFactor: 0.3,
        saturationFactor: 0.4,
        hueFactor: 0.1,
        seed,
      }),
    pictures,
  ),
  RandomContrast: example(() => new layers.RandomContrast(0.4, { seed }), pictures),
  RandomCrop: example(() => new layers.RandomCrop(3, 4, { seed }), pictures),
  RandomElasticTransform: example(() => new layers.RandomElasticTransform({ factor: 1, seed }), pictures),
  RandomErasing: example(() => new layers.RandomErasing({ seed }), pictures),
  RandomFlip: example(() => new layers.RandomFlip({ seed }), pictures),
  RandomGaussianBlur: example(() => new layers.RandomGaussianBlur({ factor: 1, sigma: 0.9, seed }), pictures),
  RandomGrayscale: example(() => new layers.RandomGrayscale({ factor: 0.5, seed }), pictures),
  RandomHue: example(() => new layers.RandomHue(0.3, { seed }), pictures),
  RandomInvert: example(() => new layers.RandomInvert({ factor: 0.5, seed }), pictures),
  RandomPerspective: example(() => new layers.RandomPerspective({ factor: 1, scale: 0.4, seed }), pictures),
  RandomPosterization: example(() => new layers.RandomPosterization(3, { seed }), pictures),
  RandomRotation: example(() => new layers.RandomRotation(0.2, { seed }), pictures),
  RandomSaturation: example(() => new layers.RandomSaturation(0.4, { seed }), pictures),
  RandomSharpness: example(() => new layers.RandomSharpness(0.6, { seed }), pictures),
  RandomShear: example(() => new layers.RandomShear({ xFactor: 0.3, yFactor: 0.2, seed }), pictures),
  RandomTranslation: example(() => new layers.RandomTranslation(0.3, 0.2, { seed }), pictures),
  RandomZoom: example(() => new layers.RandomZoom(0.4, { seed }), pictures),
  ReLU: example(() => new layers.ReLU({ maxValue: 0.7, negativeSlope: 0.1 }), of(4, 5)),
  RepeatVector: example(() => new layers.RepeatVector(3), of(2, 4)),
  Rescaling: example(() => new layers.Rescaling(0.1, { offset: -1 }), pictures),
  Reshape: example(() => new layers.Reshape([2, -1]), of(2, 3, 4)),
  Resizing: example(() => new layers.Resizing(4, 9, { interpolation: 'bicubic' }), pictures),
  ReversibleEmbedding: example(() => new layers.ReversibleEmbedding(6, 4), integers([3, 4], 6)),
  STFTSpectrogram: example(
    () => new layers.STFTSpectrogram({ mode: 'magnitude', frameLength: 16, frameStep: 8, fftLength: 16 }),
    of(2, 48, 1),
  ),
  SeparableConv1D: example(() => new layers.SeparableConv1D(4, 3), line),
  SeparableConv2D: example(() => new layers.SeparableConv2D(4, 3, { depthMultiplier: 2 }), plane),
  SimpleRNN: example(() => new layers.SimpleRNN(4), sequence),
  SimpleRNNCell: example(() => new layers.SimpleRNNCell(4), cell([2, 3], [2, 4])),
  Softmax: example(() => new layers.Softmax({ axis: 1 }), of(2, 4, 3)),
  Solarization: example(() => new layers.Solarization({ additionFactor: 0.2, thresholdFactor: 0.4, seed }), pictures),
  SpatialDropout1D: example(() => new layers.SpatialDropout1D(0.4, { seed }), line),
  SpatialDropout2D: example(() => new layers.SpatialDropout2D(0.4, { seed }), plane),
  SpatialDropout3D: example(() => new layers.SpatialDropout3D(0.4, { seed }), volume),
  SpectralNormalization: example(() => new layers.SpectralNormalization(new layers.Dense(4)), of(3, 5)),
  StackedRNNCells: example(
    () => new layers.StackedRNNCells([new layers.GRUCell(3), new layers.SimpleRNNCell(2)]),
    cell([2, 3], [2, 3], [2, 2]),
  ),
  Subtract: example(() => new layers.Subtract(), several(2, 2, 5)),
  ThresholdedReLU: example(() => new layers.ThresholdedReLU({ theta: 0.2 }), of(4, 5)),
  TimeDistributed: example(() => new layers.TimeDistributed(new layers.Dense(4)), sequence),
  UnitNormalization: example(() => new layers.UnitNormalization(), of(3, 4)),
  UpSampling1D: example(() => new layers.UpSampling1D({ size: 2 }), line),
  UpSampling2D: example(() => new layers.UpSampling2D({ size: 2, interpolation: 'bilinear' }), plane),
  UpSampling3D: example(() => new layers.UpSampling3D({ size: 2 }), volume),
  ZeroPadding1D: example(() => new layers.ZeroPadding1D({ padding: [1, 2] }), line),
  ZeroPadding2D: example(() => new layers.ZeroPadding2D({ padding: [1, 2] }), plane),
  ZeroPadding3D: example(() => new layers.ZeroPadding3D({ padding: 1 }), volume),
};

/** Layers that compute nothing of their own, or read on the host what no tensor holds. */
export const withoutKernels: readonly string[] = [
  'HashedCrossing',
  'Hashing',
  'InputLayer',
  'IntegerLookup',
  'StringLookup',
  'TextVectorization',
  'Wrapper',
];

/** The tensors in lists and records of them, in order. */
export function tensorsIn(value: unknown): Tensor[] {
  if (value instanceof Tensor) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  return isPlainRecord(value) ? Object.values(value).flatMap(tensorsIn) : [];
}
