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
export * from './binary-accuracy.ts';
export * from './binary-crossentropy.ts';
export * from './categorical-accuracy.ts';
export * from './categorical-crossentropy.ts';
export * from './categorical-hinge.ts';
export * from './cosine-similarity.ts';
export type { MetricFunction } from './functions.ts';
export { type CustomMetrics, deserialize, get, type MetricIdentifier, type MetricName, serialize } from './get.ts';
export * from './hinge.ts';
export * from './kl-divergence.ts';
export * from './log-cosh-error.ts';
export * from './mean.ts';
export * from './mean-absolute-error.ts';
export * from './mean-absolute-percentage-error.ts';
export * from './mean-metric-wrapper.ts';
export * from './mean-squared-error.ts';
export * from './mean-squared-logarithmic-error.ts';
export {
  Metric,
  type MetricOptions,
  type PredictionMetric,
  type StateInitializer,
  type StateOptions,
  type UpdateOptions,
} from './metric.ts';
export * from './poisson.ts';
export * from './root-mean-squared-error.ts';
export * from './sparse-categorical-accuracy.ts';
export * from './sparse-categorical-crossentropy.ts';
export * from './sparse-top-k-categorical-accuracy.ts';
export * from './squared-hinge.ts';
export * from './sum.ts';
export * from './top-k-categorical-accuracy.ts';
