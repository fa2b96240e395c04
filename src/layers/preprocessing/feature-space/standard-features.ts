import { autoName } from '../../../support/naming.ts';
import { Identity } from '../../core/identity.ts';
import { Discretization } from '../discretization.ts';
import { Hashing } from '../hashing.ts';
import { IntegerLookup } from '../integer-lookup.ts';
import { Normalization } from '../normalization.ts';
import { Rescaling } from '../rescaling.ts';
import { StringLookup } from '../string-lookup.ts';
import { Feature } from './feature.ts';

/** Options that all features have. */
export interface FeatureOptions {
  /** The layer is called `${name}_preprocessor`. Default: the kind of feature, numbered. */
  readonly name?: string | null;
}

/** Options of features that are whole numbers in the end. */
export interface CategoricalOptions extends FeatureOptions {
  /** The largest size of the vocabulary, the unknown counted. Default null: any. */
  readonly maxTokens?: number | null;
  /** How many indices unknown values share. Default 1. */
  readonly numOovIndices?: number;
  /** 'one_hot' (default) or 'int'. */
  readonly outputMode?: 'one_hot' | 'int';
}

/** Options of hashed features. */
export interface HashedOptions extends FeatureOptions {
  /** 'one_hot' (default) or 'int'. */
  readonly outputMode?: 'one_hot' | 'int';
}

/** Options of `floatDiscretized`. */
export interface DiscretizedOptions extends HashedOptions {
  /** Where bins end and begin. Default: found by `adapt`, such that bins hold equal shares. */
  readonly binBoundaries?: readonly number[] | null;
}

/** Options of `floatRescaled`: x·scale + offset. */
export interface RescaledOptions extends FeatureOptions {
  /** Default 1. */
  readonly scale?: number;
  /** Default 0. */
  readonly offset?: number;
}

const layerName = (kind: string, { name }: FeatureOptions) => ({ name: `${name ?? autoName(kind)}_preprocessor` });

/** Numbers as they are. */
export const float = (options: FeatureOptions = {}): Feature =>
  new Feature('float32', new Identity(layerName('float', options)), 'float');

/** Numbers times a factor plus an offset. */
export const floatRescaled = (options: RescaledOptions = {}): Feature => {
  const { scale = 1, offset = 0 } = options;
  return new Feature('float32', new Rescaling(scale, { offset, ...layerName('float_rescaled', options) }), 'float');
};

/** Numbers with the mean 0 and the variance 1 over the data. */
export const floatNormalized = (options: FeatureOptions = {}): Feature =>
  new Feature('float32', new Normalization({ axis: -1, ...layerName('float_normalized', options) }), 'float');

/** The bin that a number falls into. */
export const floatDiscretized = (numBins: number, options: DiscretizedOptions = {}): Feature => {
  const { binBoundaries = null, outputMode = 'one_hot' } = options;
  const name = layerName('float_discretized', options);
  const layer = new Discretization(binBoundaries === null ? { numBins, ...name } : { binBoundaries, ...name });
  return new Feature('float32', layer, outputMode);
};

/** Whole numbers that name categories. */
export const integerCategorical = (options: CategoricalOptions = {}): Feature => {
  const { maxTokens = null, numOovIndices = 1, outputMode = 'one_hot' } = options;
  const layer = new IntegerLookup({ maxTokens, numOovIndices, ...layerName('integer_categorical', options) });
  return new Feature('int32', layer, outputMode);
};

/** Words that name categories. */
export const stringCategorical = (options: CategoricalOptions = {}): Feature => {
  const { maxTokens = null, numOovIndices = 1, outputMode = 'one_hot' } = options;
  const layer = new StringLookup({ maxTokens, numOovIndices, ...layerName('string_categorical', options) });
  return new Feature('string', layer, outputMode);
};

/** The bin that a whole number is hashed to. */
export const integerHashed = (numBins: number, options: HashedOptions = {}): Feature =>
  new Feature('int32', new Hashing(numBins, layerName('integer_hashed', options)), options.outputMode ?? 'one_hot');

/** The bin that a word is hashed to. */
export const stringHashed = (numBins: number, options: HashedOptions = {}): Feature =>
  new Feature('string', new Hashing(numBins, layerName('string_hashed', options)), options.outputMode ?? 'one_hot');
