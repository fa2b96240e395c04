import { type ConfigurableClass, registerClasses } from '../support/registry.ts';
import { Accuracy } from './accuracy.ts';
import { BinaryAccuracy } from './binary-accuracy.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import { CategoricalAccuracy } from './categorical-accuracy.ts';
import { CategoricalCrossentropy } from './categorical-crossentropy.ts';
import { CategoricalHinge } from './categorical-hinge.ts';
import { CosineSimilarity } from './cosine-similarity.ts';
import { Hinge } from './hinge.ts';
import { KLDivergence } from './kl-divergence.ts';
import { LogCoshError } from './log-cosh-error.ts';
import { Mean } from './mean.ts';
import { MeanAbsoluteError } from './mean-absolute-error.ts';
import { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { MeanMetricWrapper } from './mean-metric-wrapper.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import type { Metric } from './metric.ts';
import { Poisson } from './poisson.ts';
import { RootMeanSquaredError } from './root-mean-squared-error.ts';
import { SparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { SparseTopKCategoricalAccuracy } from './sparse-top-k-categorical-accuracy.ts';
import { SquaredHinge } from './squared-hinge.ts';
import { Sum } from './sum.ts';
import { TopKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';

/** Where configs find the metrics. */
export const METRICS_MODULE = 'keras.metrics';

/** Every metric class by name. */
export const metricClasses = {
  Accuracy,
  BinaryAccuracy,
  BinaryCrossentropy,
  CategoricalAccuracy,
  CategoricalCrossentropy,
  CategoricalHinge,
  CosineSimilarity,
  Hinge,
  KLDivergence,
  LogCoshError,
  Mean,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanMetricWrapper,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  RootMeanSquaredError,
  SparseCategoricalAccuracy,
  SparseCategoricalCrossentropy,
  SparseTopKCategoricalAccuracy,
  SquaredHinge,
  Sum,
  TopKCategoricalAccuracy,
} satisfies Record<string, ConfigurableClass<Metric>>;

export type MetricClassName = keyof typeof metricClasses;

registerClasses(METRICS_MODULE, Object.values(metricClasses));

/** Keras's names for metric classes besides their own: snake case, and short ones. */
export const metricAliases = {
  accuracy: 'Accuracy',
  bce: 'BinaryCrossentropy',
  BCE: 'BinaryCrossentropy',
  binary_accuracy: 'BinaryAccuracy',
  binary_crossentropy: 'BinaryCrossentropy',
  categorical_accuracy: 'CategoricalAccuracy',
  categorical_crossentropy: 'CategoricalCrossentropy',
  categorical_hinge: 'CategoricalHinge',
  cosine_similarity: 'CosineSimilarity',
  hinge: 'Hinge',
  kl_divergence: 'KLDivergence',
  log_cosh_error: 'LogCoshError',
  mae: 'MeanAbsoluteError',
  MAE: 'MeanAbsoluteError',
  mape: 'MeanAbsolutePercentageError',
  MAPE: 'MeanAbsolutePercentageError',
  mean: 'Mean',
  mean_absolute_error: 'MeanAbsoluteError',
  mean_absolute_percentage_error: 'MeanAbsolutePercentageError',
  mean_squared_error: 'MeanSquaredError',
  mean_squared_logarithmic_error: 'MeanSquaredLogarithmicError',
  mse: 'MeanSquaredError',
  MSE: 'MeanSquaredError',
  msle: 'MeanSquaredLogarithmicError',
  MSLE: 'MeanSquaredLogarithmicError',
  poisson: 'Poisson',
  root_mean_squared_error: 'RootMeanSquaredError',
  sparse_categorical_accuracy: 'SparseCategoricalAccuracy',
  sparse_categorical_crossentropy: 'SparseCategoricalCrossentropy',
  sparse_top_k_categorical_accuracy: 'SparseTopKCategoricalAccuracy',
  squared_hinge: 'SquaredHinge',
  sum: 'Sum',
  top_k_categorical_accuracy: 'TopKCategoricalAccuracy',
} as const satisfies Record<string, MetricClassName>;

export type MetricAlias = keyof typeof metricAliases;

/** The name of the class that an alias stands for; other names stand for themselves. */
export function unaliased(name: string): string {
  const aliases: Readonly<Record<string, string>> = metricAliases;
  return (Object.hasOwn(aliases, name) ? aliases[name] : undefined) ?? name;
}
