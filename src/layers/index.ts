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
import { Activation } from './core/activation.ts';
import { Dense } from './core/dense.ts';
import { EinsumDense } from './core/einsum-dense.ts';
import { Embedding } from './core/embedding.ts';
import { Identity } from './core/identity.ts';
import { InputLayer } from './core/input.ts';
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
import { Normalization } from './preprocessing/normalization.ts';
import { ActivityRegularization } from './regularization/activity-regularization.ts';
import { AlphaDropout } from './regularization/alpha-dropout.ts';
import { Dropout } from './regularization/dropout.ts';
import { GaussianDropout } from './regularization/gaussian-dropout.ts';
import { GaussianNoise } from './regularization/gaussian-noise.ts';
import { SpatialDropout1D, SpatialDropout2D, SpatialDropout3D } from './regularization/spatial-dropout.ts';
import { Flatten } from './reshaping/flatten.ts';
import { Permute } from './reshaping/permute.ts';
import { RepeatVector } from './reshaping/repeat-vector.ts';
import { Reshape } from './reshaping/reshape.ts';

const MODULE = 'keras.layers';

registerClasses(MODULE, [
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
]);

/** Keras's envelope around a layer: class, config, and how it was built. */
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
export { Activation } from './core/activation.ts';
export { Dense, type DenseOptions } from './core/dense.ts';
export { EinsumDense, type EinsumDenseOptions } from './core/einsum-dense.ts';
export { Embedding, type EmbeddingOptions } from './core/embedding.ts';
export { Identity } from './core/identity.ts';
export { Input, InputLayer, type InputOptions } from './core/input.ts';
export type { KernelOptions } from './core/kernel-layer.ts';
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
export type { DTypePolicy, LayerOptions } from './layer-options.ts';
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
export { Normalization, type NormalizationOptions } from './preprocessing/normalization.ts';
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
export { Flatten, type FlattenOptions } from './reshaping/flatten.ts';
export { Permute } from './reshaping/permute.ts';
export { RepeatVector } from './reshaping/repeat-vector.ts';
export { Reshape } from './reshaping/reshape.ts';
export type { Structure } from './structure.ts';
