export {
  binaryCrossentropy,
  binaryFocalCrossentropy,
  categoricalCrossentropy,
  categoricalFocalCrossentropy,
  categoricalHinge,
  hinge,
  huber,
  klDivergence,
  logCosh,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
  sparseCategoricalCrossentropy,
  squaredHinge,
} from '../losses/index.ts';
export * from './accuracy.ts';
export * from './auc.ts';
export type { AucCurve, AucSummation } from './auc-sums.ts';
export * from './binary-accuracy.ts';
export * from './binary-crossentropy.ts';
export * from './binary-iou.ts';
export * from './categorical-accuracy.ts';
export * from './categorical-crossentropy.ts';
export * from './categorical-hinge.ts';
export * from './concordance-correlation.ts';
export type { ConstrainedMetricOptions } from './constrained-metric.ts';
export * from './cosine-similarity.ts';
export type { CountMetricOptions } from './count-metric.ts';
export type { DecisionMetricOptions } from './decision-metric.ts';
export * from './f1-score.ts';
export * from './false-negatives.ts';
export * from './false-positives.ts';
export * from './fbeta-score.ts';
export type { MetricFunction } from './functions.ts';
export { type CustomMetrics, deserialize, get, type MetricIdentifier, type MetricName, serialize } from './get.ts';
export * from './hinge.ts';
export * from './iou.ts';
export type { IoUOptions } from './iou-base.ts';
export * from './kl-divergence.ts';
export * from './log-cosh-error.ts';
export * from './mean.ts';
export * from './mean-absolute-error.ts';
export * from './mean-absolute-percentage-error.ts';
export * from './mean-iou.ts';
export * from './mean-metric-wrapper.ts';
export * from './mean-squared-error.ts';
export * from './mean-squared-logarithmic-error.ts';
export {
  Metric,
  type MetricOptions,
  type PredictionMetric,
  type StateOptions,
  type UpdateOptions,
} from './metric.ts';
export { OneHotIoU, type OneHotIoUOptions } from './one-hot-iou.ts';
export * from './one-hot-mean-iou.ts';
export * from './pearson-correlation.ts';
export * from './poisson.ts';
export * from './precision.ts';
export * from './precision-at-recall.ts';
export * from './r2-score.ts';
export * from './recall.ts';
export * from './recall-at-precision.ts';
export * from './root-mean-squared-error.ts';
export * from './sensitivity-at-specificity.ts';
export * from './sparse-categorical-accuracy.ts';
export * from './sparse-categorical-crossentropy.ts';
export * from './sparse-top-k-categorical-accuracy.ts';
export * from './specificity-at-sensitivity.ts';
export * from './squared-hinge.ts';
export * from './sum.ts';
export type { Thresholds } from './thresholds.ts';
export * from './top-k-categorical-accuracy.ts';
export * from './true-negatives.ts';
export * from './true-positives.ts';
