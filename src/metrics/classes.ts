import { type ConfigurableClass, registerClasses } from '../support/registry.ts';
import { Accuracy } from './accuracy.ts';
import { AUC } from './auc.ts';
import { BinaryAccuracy } from './binary-accuracy.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import { BinaryIoU } from './binary-iou.ts';
import { CategoricalAccuracy } from './categorical-accuracy.ts';
import { CategoricalCrossentropy } from './categorical-crossentropy.ts';
import { CategoricalHinge } from './categorical-hinge.ts';
import { ConcordanceCorrelation } from './concordance-correlation.ts';
import { CosineSimilarity } from './cosine-similarity.ts';
import { F1Score } from './f1-score.ts';
import { FalseNegatives } from './false-negatives.ts';
import { FalsePositives } from './false-positives.ts';
import { FBetaScore } from './fbeta-score.ts';
import { Hinge } from './hinge.ts';
import { IoU } from './iou.ts';
import { KLDivergence } from './kl-divergence.ts';
import { LogCoshError } from './log-cosh-error.ts';
import { Mean } from './mean.ts';
import { MeanAbsoluteError } from './mean-absolute-error.ts';
import { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { MeanIoU } from './mean-iou.ts';
import { MeanMetricWrapper } from './mean-metric-wrapper.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import type { Metric } from './metric.ts';
import { OneHotIoU } from './one-hot-iou.ts';
import { OneHotMeanIoU } from './one-hot-mean-iou.ts';
import { PearsonCorrelation } from './pearson-correlation.ts';
import { Poisson } from './poisson.ts';
import { Precision } from './precision.ts';
import { PrecisionAtRecall } from './precision-at-recall.ts';
import { R2Score } from './r2-score.ts';
import { Recall } from './recall.ts';
import { RecallAtPrecision } from './recall-at-precision.ts';
import { RootMeanSquaredError } from './root-mean-squared-error.ts';
import { SensitivityAtSpecificity } from './sensitivity-at-specificity.ts';
import { SparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { SparseTopKCategoricalAccuracy } from './sparse-top-k-categorical-accuracy.ts';
import { SpecificityAtSensitivity } from './specificity-at-sensitivity.ts';
import { SquaredHinge } from './squared-hinge.ts';
import { Sum } from './sum.ts';
import { TopKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';
import { TrueNegatives } from './true-negatives.ts';
import { TruePositives } from './true-positives.ts';

/** Where configs find the metrics. */
export const METRICS_MODULE = 'keras.metrics';

/** Every metric class by name. */
export const metricClasses = {
  Accuracy,
  AUC,
  BinaryAccuracy,
  BinaryCrossentropy,
  BinaryIoU,
  CategoricalAccuracy,
  CategoricalCrossentropy,
  CategoricalHinge,
  ConcordanceCorrelation,
  CosineSimilarity,
  F1Score,
  FalseNegatives,
  FalsePositives,
  FBetaScore,
  Hinge,
  IoU,
  KLDivergence,
  LogCoshError,
  Mean,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanIoU,
  MeanMetricWrapper,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  OneHotIoU,
  OneHotMeanIoU,
  PearsonCorrelation,
  Poisson,
  Precision,
  PrecisionAtRecall,
  R2Score,
  Recall,
  RecallAtPrecision,
  RootMeanSquaredError,
  SensitivityAtSpecificity,
  SparseCategoricalAccuracy,
  SparseCategoricalCrossentropy,
  SparseTopKCategoricalAccuracy,
  SpecificityAtSensitivity,
  SquaredHinge,
  Sum,
  TopKCategoricalAccuracy,
  TrueNegatives,
  TruePositives,
} satisfies Record<string, ConfigurableClass<Metric>>;

export type MetricClassName = keyof typeof metricClasses;

registerClasses(METRICS_MODULE, Object.values(metricClasses));

/** Keras's names for metric classes besides their own: snake case, and short ones. */
export const metricAliases = {
  accuracy: 'Accuracy',
  auc: 'AUC',
  bce: 'BinaryCrossentropy',
  BCE: 'BinaryCrossentropy',
  binary_accuracy: 'BinaryAccuracy',
  binary_crossentropy: 'BinaryCrossentropy',
  binary_io_u: 'BinaryIoU',
  categorical_accuracy: 'CategoricalAccuracy',
  categorical_crossentropy: 'CategoricalCrossentropy',
  categorical_hinge: 'CategoricalHinge',
  concordance_correlation: 'ConcordanceCorrelation',
  cosine_similarity: 'CosineSimilarity',
  f1_score: 'F1Score',
  f_beta_score: 'FBetaScore',
  false_negatives: 'FalseNegatives',
  false_positives: 'FalsePositives',
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
  pearson_correlation: 'PearsonCorrelation',
  poisson: 'Poisson',
  precision: 'Precision',
  r2_score: 'R2Score',
  recall: 'Recall',
  root_mean_squared_error: 'RootMeanSquaredError',
  sparse_categorical_accuracy: 'SparseCategoricalAccuracy',
  sparse_categorical_crossentropy: 'SparseCategoricalCrossentropy',
  sparse_top_k_categorical_accuracy: 'SparseTopKCategoricalAccuracy',
  squared_hinge: 'SquaredHinge',
  sum: 'Sum',
  top_k_categorical_accuracy: 'TopKCategoricalAccuracy',
  true_negatives: 'TrueNegatives',
  true_positives: 'TruePositives',
} as const satisfies Record<string, MetricClassName>;

export type MetricAlias = keyof typeof metricAliases;

/** The name of the class that an alias stands for; other names stand for themselves. */
export function unaliased(name: string): string {
  const aliases: Readonly<Record<string, string>> = metricAliases;
  return (Object.hasOwn(aliases, name) ? aliases[name] : undefined) ?? name;
}
