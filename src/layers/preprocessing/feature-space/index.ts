export type { TableData } from './columns.ts';
export type { Cross } from './cross.ts';
export type { Feature, FeatureOutput, FeatureType } from './feature.ts';
export { type FeatureName, FeatureSpace, type FeatureSpaceOptions } from './feature-space.ts';
export type { Rows } from './learning.ts';
export type {
  CategoricalOptions,
  DiscretizedOptions,
  FeatureOptions,
  HashedOptions,
  RescaledOptions,
} from './standard-features.ts';
