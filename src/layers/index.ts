export { ELU, type ELUOptions } from './activation/elu.ts';
export { LeakyReLU, type LeakyReLUOptions } from './activation/leaky-re-lu.ts';
export { PReLU, type PReLUOptions } from './activation/p-re-lu.ts';
export { RReLU, type RReLUOptions } from './activation/r-re-lu.ts';
export { ReLU, type ReLUOptions } from './activation/re-lu.ts';
export { Softmax, type SoftmaxOptions } from './activation/softmax.ts';
export { ThresholdedReLU, type ThresholdedReLUOptions } from './activation/thresholded-re-lu.ts';
export { AdditiveAttention } from './attention/additive-attention.ts';
export {
  type AdditiveAttentionOptions,
  Attention,
  type AttentionApplyOptions,
  type AttentionCallOptions,
  type AttentionOptions,
} from './attention/attention.ts';
export { GroupQueryAttention, type GroupQueryAttentionOptions } from './attention/group-query-attention.ts';
export { MultiHeadAttention, type MultiHeadAttentionOptions } from './attention/multi-head-attention.ts';
export type { ProjectedAttentionApplyOptions, ProjectedAttentionOptions } from './attention/projected-attention.ts';
export type { LayerInputs, MaskStructure } from './call-inputs.ts';
export type { ConvLayerOptions } from './convolutional/base-conv.ts';
export {
  Conv1D,
  Conv1D as Convolution1D,
  type Conv1DOptions,
  Conv2D,
  Conv2D as Convolution2D,
  Conv3D,
  Conv3D as Convolution3D,
} from './convolutional/conv.ts';
export {
  Conv1DTranspose,
  Conv1DTranspose as Convolution1DTranspose,
  Conv2DTranspose,
  Conv2DTranspose as Convolution2DTranspose,
  Conv3DTranspose,
  Conv3DTranspose as Convolution3DTranspose,
  type ConvTransposeLayerOptions,
} from './convolutional/conv-transpose.ts';
export type { ConvKernelOptions, ConvolutionOptions, DepthwiseOptions } from './convolutional/convolution-options.ts';
export { DepthwiseConv1D, DepthwiseConv2D, type DepthwiseConvOptions } from './convolutional/depthwise-conv.ts';
export {
  SeparableConv1D,
  SeparableConv1D as SeparableConvolution1D,
  SeparableConv2D,
  SeparableConv2D as SeparableConvolution2D,
  type SeparableConvOptions,
} from './convolutional/separable-conv.ts';
export { Activation } from './core/activation.ts';
export { Dense, type DenseOptions } from './core/dense.ts';
export { EinsumDense, type EinsumDenseOptions } from './core/einsum-dense.ts';
export { Embedding, type EmbeddingOptions } from './core/embedding.ts';
export { Identity } from './core/identity.ts';
export { Input, InputLayer, type InputOptions } from './core/input.ts';
export type { KernelOptions } from './core/kernel-layer.ts';
export { Lambda, type LambdaFunction, type LambdaLayerOptions, type LambdaOptions } from './core/lambda.ts';
export type { EnableLoraOptions, LoraOptions } from './core/lora.ts';
export { Masking, type MaskingOptions } from './core/masking.ts';
export {
  ReversibleEmbedding,
  type ReversibleEmbeddingApplyOptions,
  type ReversibleEmbeddingOptions,
} from './core/reversible-embedding.ts';
export { Wrapper } from './core/wrapper.ts';
export { InputSpec, type InputSpecOptions } from './input-spec.ts';
export type { ShapeStructure } from './keras-tensor.ts';
export { type AddWeightOptions, type ApplyOptions, type CallOptions, Layer } from './layer.ts';
export type { LayerOptions } from './layer-options.ts';
export { Add, add } from './merging/add.ts';
export { Average, average } from './merging/average.ts';
export { Concatenate, type ConcatenateOptions, concatenate } from './merging/concatenate.ts';
export { Dot, type DotLayerOptions, dot } from './merging/dot.ts';
export { Maximum, maximum } from './merging/maximum.ts';
export { Merge } from './merging/merge.ts';
export type { MergeFunction } from './merging/merge-function.ts';
export { Minimum, minimum } from './merging/minimum.ts';
export { Multiply, multiply } from './merging/multiply.ts';
export { Subtract, subtract } from './merging/subtract.ts';
export type { AffineOptions } from './normalization/affine.ts';
export { BatchNormalization, type BatchNormalizationLayerOptions } from './normalization/batch-normalization.ts';
export { GroupNormalization, type GroupNormalizationOptions } from './normalization/group-normalization.ts';
export { LayerNormalization, type LayerNormalizationLayerOptions } from './normalization/layer-normalization.ts';
export type { RenormClipping } from './normalization/renorm-clipping.ts';
export { RMSNormalization, type RMSNormalizationOptions } from './normalization/rms-normalization.ts';
export { SpectralNormalization, type SpectralNormalizationOptions } from './normalization/spectral-normalization.ts';
export { UnitNormalization, type UnitNormalizationOptions } from './normalization/unit-normalization.ts';
export type { DataFormat } from './option-checks.ts';
export {
  AdaptiveAveragePooling1D,
  AdaptiveAveragePooling2D,
  AdaptiveAveragePooling3D,
  AdaptiveMaxPooling1D,
  AdaptiveMaxPooling2D,
  AdaptiveMaxPooling3D,
  type AdaptivePoolingOptions,
} from './pooling/adaptive-pooling.ts';
export {
  AveragePooling1D,
  AveragePooling1D as AvgPool1D,
  AveragePooling2D,
  AveragePooling2D as AvgPool2D,
  AveragePooling3D,
  AveragePooling3D as AvgPool3D,
} from './pooling/average-pooling.ts';
export type { PoolingOptions } from './pooling/base-pooling.ts';
export {
  GlobalAveragePooling1D,
  GlobalAveragePooling1D as GlobalAvgPool1D,
  GlobalAveragePooling2D,
  GlobalAveragePooling2D as GlobalAvgPool2D,
  GlobalAveragePooling3D,
  GlobalAveragePooling3D as GlobalAvgPool3D,
  GlobalMaxPooling1D,
  GlobalMaxPooling1D as GlobalMaxPool1D,
  GlobalMaxPooling2D,
  GlobalMaxPooling2D as GlobalMaxPool2D,
  GlobalMaxPooling3D,
  GlobalMaxPooling3D as GlobalMaxPool3D,
  type GlobalPoolingOptions,
} from './pooling/global-pooling.ts';
export {
  MaxPooling1D,
  MaxPooling1D as MaxPool1D,
  MaxPooling2D,
  MaxPooling2D as MaxPool2D,
  MaxPooling3D,
  MaxPooling3D as MaxPool3D,
  type MaxPoolingOptions,
} from './pooling/max-pooling.ts';
export type { AdaptData, AdaptOptions } from './preprocessing/adapt-data.ts';
export {
  CategoryEncoding,
  type CategoryEncodingApplyOptions,
  type CategoryEncodingOptions,
} from './preprocessing/category-encoding.ts';
export { Discretization, type DiscretizationOptions } from './preprocessing/discretization.ts';
export type { CategoryOutput } from './preprocessing/encode-categories.ts';
export { HashedCrossing, type HashedCrossingOptions } from './preprocessing/hashed-crossing.ts';
export { Hashing, type HashingOptions } from './preprocessing/hashing.ts';
export { AugMix, type AugMixOptions } from './preprocessing/image/aug-mix.ts';
export { AutoContrast, type AutoContrastOptions } from './preprocessing/image/auto-contrast.ts';
export { CenterCrop } from './preprocessing/image/center-crop.ts';
export {
  ContrastLimitedAdaptiveHistogramEqualization,
  type ContrastLimitedAdaptiveHistogramEqualizationOptions,
} from './preprocessing/image/contrast-limited-adaptive-histogram-equalization.ts';
export { CutMix, type CutMixOptions } from './preprocessing/image/cut-mix.ts';
export { Equalization, type EqualizationOptions } from './preprocessing/image/equalization.ts';
export type { ImageLayerOptions, RandomImageLayerOptions } from './preprocessing/image/image-layer.ts';
export type { Factor, Pair, SamplingOptions } from './preprocessing/image/image-options.ts';
export type { AugmentationOptions } from './preprocessing/image/made-of-layers.ts';
export { MaxNumBoundingBoxes, type MaxNumBoundingBoxesOptions } from './preprocessing/image/max-num-bounding-boxes.ts';
export { MixUp, type MixUpOptions } from './preprocessing/image/mix-up.ts';
export { RandAugment, type RandAugmentOptions } from './preprocessing/image/rand-augment.ts';
export { RandomBrightness, type ValueRangeOptions } from './preprocessing/image/random-brightness.ts';
export { RandomColorDegeneration } from './preprocessing/image/random-color-degeneration.ts';
export { RandomColorJitter, type RandomColorJitterOptions } from './preprocessing/image/random-color-jitter.ts';
export { RandomContrast } from './preprocessing/image/random-contrast.ts';
export { RandomCrop } from './preprocessing/image/random-crop.ts';
export {
  RandomElasticTransform,
  type RandomElasticTransformOptions,
} from './preprocessing/image/random-elastic-transform.ts';
export { RandomErasing, type RandomErasingOptions } from './preprocessing/image/random-erasing.ts';
export { RandomFlip, type RandomFlipOptions } from './preprocessing/image/random-flip.ts';
export { RandomGaussianBlur, type RandomGaussianBlurOptions } from './preprocessing/image/random-gaussian-blur.ts';
export { RandomGrayscale, type RandomGrayscaleOptions } from './preprocessing/image/random-grayscale.ts';
export { RandomHue } from './preprocessing/image/random-hue.ts';
export { RandomInvert, type RandomInvertOptions } from './preprocessing/image/random-invert.ts';
export { RandomPerspective, type RandomPerspectiveOptions } from './preprocessing/image/random-perspective.ts';
export { RandomPosterization } from './preprocessing/image/random-posterization.ts';
export { RandomRotation } from './preprocessing/image/random-rotation.ts';
export { RandomSaturation } from './preprocessing/image/random-saturation.ts';
export { RandomSharpness } from './preprocessing/image/random-sharpness.ts';
export { RandomShear, type RandomShearOptions } from './preprocessing/image/random-shear.ts';
export type { RandomTransformOptions } from './preprocessing/image/random-transform.ts';
export { RandomTranslation } from './preprocessing/image/random-translation.ts';
export { RandomZoom, type RandomZoomOptions } from './preprocessing/image/random-zoom.ts';
export { Resizing, type ResizingOptions } from './preprocessing/image/resizing.ts';
export { Solarization, type SolarizationOptions } from './preprocessing/image/solarization.ts';
export type {
  IndexLookup,
  IndexLookupOptions,
  LookupOutput,
  NestedTokens,
} from './preprocessing/index-lookup.ts';
export { IntegerLookup, type IntegerLookupOptions } from './preprocessing/integer-lookup.ts';
export { MelSpectrogram, type MelSpectrogramOptions } from './preprocessing/mel-spectrogram.ts';
export { Normalization, type NormalizationOptions } from './preprocessing/normalization.ts';
export { Pipeline } from './preprocessing/pipeline.ts';
export { Rescaling, type RescalingOptions } from './preprocessing/rescaling.ts';
export type { Standardize } from './preprocessing/split-text.ts';
export { STFTSpectrogram, type STFTSpectrogramOptions } from './preprocessing/stft-spectrogram.ts';
export { StringLookup, type StringLookupOptions } from './preprocessing/string-lookup.ts';
export type { TextData } from './preprocessing/text-layer.ts';
export { TextVectorization, type TextVectorizationOptions } from './preprocessing/text-vectorization.ts';
export type { VocabularyOptions } from './preprocessing/vocabulary.ts';
export {
  ActivityRegularization,
  type ActivityRegularizationOptions,
} from './regularization/activity-regularization.ts';
export { AlphaDropout, type AlphaDropoutOptions } from './regularization/alpha-dropout.ts';
export { Dropout, type DropoutLayerOptions } from './regularization/dropout.ts';
export { GaussianDropout, type GaussianDropoutOptions } from './regularization/gaussian-dropout.ts';
export { GaussianNoise, type GaussianNoiseOptions } from './regularization/gaussian-noise.ts';
export {
  SpatialDropout1D,
  type SpatialDropout1DOptions,
  SpatialDropout2D,
  SpatialDropout3D,
  type SpatialDropoutOptions,
} from './regularization/spatial-dropout.ts';
export {
  Cropping1D,
  type Cropping1DOptions,
  Cropping2D,
  Cropping3D,
  type CroppingOptions,
} from './reshaping/cropping.ts';
export type { Edge, Edges } from './reshaping/edges.ts';
export { Flatten, type FlattenOptions } from './reshaping/flatten.ts';
export { Permute } from './reshaping/permute.ts';
export { RepeatVector } from './reshaping/repeat-vector.ts';
export { Reshape } from './reshaping/reshape.ts';
export {
  UpSampling1D,
  type UpSampling1DOptions,
  UpSampling2D,
  type UpSampling2DOptions,
  UpSampling3D,
  type UpSampling3DOptions,
} from './reshaping/up-sampling.ts';
export { ZeroPadding1D, ZeroPadding2D, ZeroPadding3D, type ZeroPaddingOptions } from './reshaping/zero-padding.ts';
export { Bidirectional, type BidirectionalOptions, type MergeMode } from './rnn/bidirectional.ts';
export type { Cell, StateSize, States } from './rnn/cell.ts';
export type { ConvLSTMOptions } from './rnn/conv-lstm.ts';
export { ConvLSTM1D } from './rnn/conv-lstm-1d.ts';
export { ConvLSTM2D } from './rnn/conv-lstm-2d.ts';
export { ConvLSTM3D } from './rnn/conv-lstm-3d.ts';
export type { ConvLSTMCellOptions } from './rnn/conv-lstm-cell.ts';
export { GRU, type GRUOptions } from './rnn/gru.ts';
export { GRUCell, type GRUCellOptions } from './rnn/gru-cell.ts';
export { LSTM, type LSTMOptions } from './rnn/lstm.ts';
export { LSTMCell, type LSTMCellOptions } from './rnn/lstm-cell.ts';
export { RNN, type RNNApplyOptions, type RNNCallOptions, type RNNOptions } from './rnn/rnn.ts';
export { SimpleRNN, type SimpleRNNOptions } from './rnn/simple-rnn.ts';
export { SimpleRNNCell, type SimpleRNNCellOptions } from './rnn/simple-rnn-cell.ts';
export { StackedRNNCells } from './rnn/stacked-rnn-cells.ts';
export { TimeDistributed } from './rnn/time-distributed.ts';
export { deserialize, serialize } from './serialization.ts';
export type { Structure } from './structure.ts';
