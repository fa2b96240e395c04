import { ArgumentError, badArgument, describe } from '../support/errors.ts';
import {
  type CustomObjects,
  deserializeObject,
  registerClasses,
  type SerializedObject,
  serializeObject,
} from '../support/registry.ts';
import { ELU } from './activation/elu.ts';
import { LeakyReLU } from './activation/leaky-re-lu.ts';
import { PReLU } from './activation/p-re-lu.ts';
import { RReLU } from './activation/r-re-lu.ts';
import { ReLU } from './activation/re-lu.ts';
import { Softmax } from './activation/softmax.ts';
import { ThresholdedReLU } from './activation/thresholded-re-lu.ts';
import { AdditiveAttention } from './attention/additive-attention.ts';
import { Attention } from './attention/attention.ts';
import { GroupQueryAttention } from './attention/group-query-attention.ts';
import { MultiHeadAttention } from './attention/multi-head-attention.ts';
import { Conv1D, Conv2D, Conv3D } from './convolutional/conv.ts';
import { Conv1DTranspose, Conv2DTranspose, Conv3DTranspose } from './convolutional/conv-transpose.ts';
import { DepthwiseConv1D, DepthwiseConv2D } from './convolutional/depthwise-conv.ts';
import { SeparableConv1D, SeparableConv2D } from './convolutional/separable-conv.ts';
import { Activation } from './core/activation.ts';
import { Dense } from './core/dense.ts';
import { EinsumDense } from './core/einsum-dense.ts';
import { Embedding } from './core/embedding.ts';
import { Identity } from './core/identity.ts';
import { InputLayer } from './core/input.ts';
import { Lambda } from './core/lambda.ts';
import { Masking } from './core/masking.ts';
import { ReversibleEmbedding } from './core/reversible-embedding.ts';
import { Wrapper } from './core/wrapper.ts';
import { Layer } from './layer.ts';
import { Add } from './merging/add.ts';
import { Average } from './merging/average.ts';
import { Concatenate } from './merging/concatenate.ts';
import { Dot } from './merging/dot.ts';
import { Maximum } from './merging/maximum.ts';
import { Minimum } from './merging/minimum.ts';
import { Multiply } from './merging/multiply.ts';
import { Subtract } from './merging/subtract.ts';
import { BatchNormalization } from './normalization/batch-normalization.ts';
import { GroupNormalization } from './normalization/group-normalization.ts';
import { LayerNormalization } from './normalization/layer-normalization.ts';
import { RMSNormalization } from './normalization/rms-normalization.ts';
import { SpectralNormalization } from './normalization/spectral-normalization.ts';
import { UnitNormalization } from './normalization/unit-normalization.ts';
import {
  AdaptiveAveragePooling1D,
  AdaptiveAveragePooling2D,
  AdaptiveAveragePooling3D,
  AdaptiveMaxPooling1D,
  AdaptiveMaxPooling2D,
  AdaptiveMaxPooling3D,
} from './pooling/adaptive-pooling.ts';
import { AveragePooling1D, AveragePooling2D, AveragePooling3D } from './pooling/average-pooling.ts';
import {
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GlobalAveragePooling3D,
  GlobalMaxPooling1D,
  GlobalMaxPooling2D,
  GlobalMaxPooling3D,
} from './pooling/global-pooling.ts';
import { MaxPooling1D, MaxPooling2D, MaxPooling3D } from './pooling/max-pooling.ts';
import { CategoryEncoding } from './preprocessing/category-encoding.ts';
import { Discretization } from './preprocessing/discretization.ts';
import { HashedCrossing } from './preprocessing/hashed-crossing.ts';
import { Hashing } from './preprocessing/hashing.ts';
import { AugMix } from './preprocessing/image/aug-mix.ts';
import { AutoContrast } from './preprocessing/image/auto-contrast.ts';
import { CenterCrop } from './preprocessing/image/center-crop.ts';
import { ContrastLimitedAdaptiveHistogramEqualization } from './preprocessing/image/contrast-limited-adaptive-histogram-equalization.ts';
import { CutMix } from './preprocessing/image/cut-mix.ts';
import { Equalization } from './preprocessing/image/equalization.ts';
import { MaxNumBoundingBoxes } from './preprocessing/image/max-num-bounding-boxes.ts';
import { MixUp } from './preprocessing/image/mix-up.ts';
import { RandAugment } from './preprocessing/image/rand-augment.ts';
import { RandomBrightness } from './preprocessing/image/random-brightness.ts';
import { RandomColorDegeneration } from './preprocessing/image/random-color-degeneration.ts';
import { RandomColorJitter } from './preprocessing/image/random-color-jitter.ts';
import { RandomContrast } from './preprocessing/image/random-contrast.ts';
import { RandomCrop } from './preprocessing/image/random-crop.ts';
import { RandomElasticTransform } from './preprocessing/image/random-elastic-transform.ts';
import { RandomErasing } from './preprocessing/image/random-erasing.ts';
import { RandomFlip } from './preprocessing/image/random-flip.ts';
import { RandomGaussianBlur } from './preprocessing/image/random-gaussian-blur.ts';
import { RandomGrayscale } from './preprocessing/image/random-grayscale.ts';
import { RandomHue } from './preprocessing/image/random-hue.ts';
import { RandomInvert } from './preprocessing/image/random-invert.ts';
import { RandomPerspective } from './preprocessing/image/random-perspective.ts';
import { RandomPosterization } from './preprocessing/image/random-posterization.ts';
import { RandomRotation } from './preprocessing/image/random-rotation.ts';
import { RandomSaturation } from './preprocessing/image/random-saturation.ts';
import { RandomSharpness } from './preprocessing/image/random-sharpness.ts';
import { RandomShear } from './preprocessing/image/random-shear.ts';
import { RandomTranslation } from './preprocessing/image/random-translation.ts';
import { RandomZoom } from './preprocessing/image/random-zoom.ts';
import { Resizing } from './preprocessing/image/resizing.ts';
import { Solarization } from './preprocessing/image/solarization.ts';
import { IntegerLookup } from './preprocessing/integer-lookup.ts';
import { MelSpectrogram } from './preprocessing/mel-spectrogram.ts';
import { Normalization } from './preprocessing/normalization.ts';
import { Pipeline } from './preprocessing/pipeline.ts';
import { Rescaling } from './preprocessing/rescaling.ts';
import { STFTSpectrogram } from './preprocessing/stft-spectrogram.ts';
import { StringLookup } from './preprocessing/string-lookup.ts';
import { TextVectorization } from './preprocessing/text-vectorization.ts';
import { ActivityRegularization } from './regularization/activity-regularization.ts';
import { AlphaDropout } from './regularization/alpha-dropout.ts';
import { Dropout } from './regularization/dropout.ts';
import { GaussianDropout } from './regularization/gaussian-dropout.ts';
import { GaussianNoise } from './regularization/gaussian-noise.ts';
import { SpatialDropout1D, SpatialDropout2D, SpatialDropout3D } from './regularization/spatial-dropout.ts';
import { Cropping1D, Cropping2D, Cropping3D } from './reshaping/cropping.ts';
import { Flatten } from './reshaping/flatten.ts';
import { Permute } from './reshaping/permute.ts';
import { RepeatVector } from './reshaping/repeat-vector.ts';
import { Reshape } from './reshaping/reshape.ts';
import { UpSampling1D, UpSampling2D, UpSampling3D } from './reshaping/up-sampling.ts';
import { ZeroPadding1D, ZeroPadding2D, ZeroPadding3D } from './reshaping/zero-padding.ts';
import { Bidirectional } from './rnn/bidirectional.ts';
import { ConvLSTM1D } from './rnn/conv-lstm-1d.ts';
import { ConvLSTM2D } from './rnn/conv-lstm-2d.ts';
import { ConvLSTM3D } from './rnn/conv-lstm-3d.ts';
import { GRU } from './rnn/gru.ts';
import { GRUCell } from './rnn/gru-cell.ts';
import { LSTM } from './rnn/lstm.ts';
import { LSTMCell } from './rnn/lstm-cell.ts';
import { RNN } from './rnn/rnn.ts';
import { SimpleRNN } from './rnn/simple-rnn.ts';
import { SimpleRNNCell } from './rnn/simple-rnn-cell.ts';
import { StackedRNNCells } from './rnn/stacked-rnn-cells.ts';
import { TimeDistributed } from './rnn/time-distributed.ts';

const MODULE = 'keras.layers';

registerClasses(
  MODULE,
  [
    Bidirectional,
    TimeDistributed,
    ConvLSTM1D,
    ConvLSTM2D,
    ConvLSTM3D,
    GRU,
    GRUCell,
    LSTM,
    LSTMCell,
    RNN,
    SimpleRNN,
    SimpleRNNCell,
    StackedRNNCells,
    Conv1D,
    Conv2D,
    Conv3D,
    Conv1DTranspose,
    Conv2DTranspose,
    Conv3DTranspose,
    DepthwiseConv1D,
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
    MaxPooling1D,
    MaxPooling2D,
    MaxPooling3D,
    AveragePooling1D,
    AveragePooling2D,
    AveragePooling3D,
    AdaptiveAveragePooling1D,
    AdaptiveAveragePooling2D,
    AdaptiveAveragePooling3D,
    AdaptiveMaxPooling1D,
    AdaptiveMaxPooling2D,
    AdaptiveMaxPooling3D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalAveragePooling3D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    GlobalMaxPooling3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
    Cropping1D,
    Cropping2D,
    Cropping3D,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
    Activation,
    ActivityRegularization,
    Add,
    AdditiveAttention,
    AlphaDropout,
    Attention,
    Average,
    BatchNormalization,
    Concatenate,
    Dense,
    Dot,
    Dropout,
    EinsumDense,
    ELU,
    Embedding,
    Flatten,
    GaussianDropout,
    GaussianNoise,
    GroupNormalization,
    GroupQueryAttention,
    Identity,
    InputLayer,
    LayerNormalization,
    LeakyReLU,
    Masking,
    Maximum,
    Minimum,
    MultiHeadAttention,
    Multiply,
    Normalization,
    Permute,
    PReLU,
    ReLU,
    RepeatVector,
    Reshape,
    ReversibleEmbedding,
    RMSNormalization,
    RReLU,
    Softmax,
    SpatialDropout1D,
    SpatialDropout2D,
    SpatialDropout3D,
    SpectralNormalization,
    Subtract,
    ThresholdedReLU,
    UnitNormalization,
    Wrapper,
    AutoContrast,
    CenterCrop,
    ContrastLimitedAdaptiveHistogramEqualization,
    Equalization,
    RandomBrightness,
    RandomColorDegeneration,
    RandomColorJitter,
    RandomContrast,
    RandomCrop,
    RandomErasing,
    RandomFlip,
    RandomGaussianBlur,
    RandomGrayscale,
    RandomHue,
    RandomInvert,
    RandomPerspective,
    RandomPosterization,
    RandomRotation,
    RandomSaturation,
    RandomSharpness,
    RandomShear,
    RandomTranslation,
    RandomZoom,
    Resizing,
    Solarization,
    CategoryEncoding,
    Discretization,
    Pipeline,
    Rescaling,
    STFTSpectrogram,
    Lambda,
    HashedCrossing,
    Hashing,
    IntegerLookup,
    StringLookup,
    TextVectorization,
    CutMix,
    MelSpectrogram,
    MixUp,
    RandomElasticTransform,
    AugMix,
    MaxNumBoundingBoxes,
    RandAugment,
  ],
  {
    AvgPool1D: AveragePooling1D,
    AvgPool2D: AveragePooling2D,
    AvgPool3D: AveragePooling3D,
    Convolution1D: Conv1D,
    Convolution1DTranspose: Conv1DTranspose,
    Convolution2D: Conv2D,
    Convolution2DTranspose: Conv2DTranspose,
    Convolution3D: Conv3D,
    Convolution3DTranspose: Conv3DTranspose,
    GlobalAvgPool1D: GlobalAveragePooling1D,
    GlobalAvgPool2D: GlobalAveragePooling2D,
    GlobalAvgPool3D: GlobalAveragePooling3D,
    GlobalMaxPool1D: GlobalMaxPooling1D,
    GlobalMaxPool2D: GlobalMaxPooling2D,
    GlobalMaxPool3D: GlobalMaxPooling3D,
    MaxPool1D: MaxPooling1D,
    MaxPool2D: MaxPooling2D,
    MaxPool3D: MaxPooling3D,
    SeparableConvolution1D: SeparableConv1D,
    SeparableConvolution2D: SeparableConv2D,
  },
);

/**
 * Keras's envelope around a layer: class, config, and how it was built.
 *
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * console.log(layers.serialize(new layers.Dense(3)).class_name); // => Dense
 * ```
 */
export function serialize(layer: Layer): SerializedObject {
  if (!(layer instanceof Layer)) throw badArgument('layer', 'a layer', layer);
  return serializeObject(layer);
}

/**
 * The layer in Keras's envelope.
 *
 * @param config what `serialize` wrote, or Keras's `keras.layers.serialize`
 * @param options `customObjects`: classes of your own by name
 * @throws ArgumentError when the class is unknown, with the nearest known name
 * @see https://keras.io/api/utils/serialization_utils/
 *
 * @example
 * ```ts
 * import { layers } from 'keratin';
 * const copy = layers.deserialize(layers.serialize(new layers.Dense(3, { name: 'top' })));
 * console.log(String(copy)); // => <Dense name=top, units=3, activation=linear, built=false>
 * ```
 */
export function deserialize(config: unknown, options: { readonly customObjects?: CustomObjects } = {}): Layer {
  const layer = deserializeObject(config, { module: MODULE, customObjects: options.customObjects });
  if (!(layer instanceof Layer))
    throw new ArgumentError(`Expected the config of a layer. Received: ${describe(config)}`);
  return layer;
}
