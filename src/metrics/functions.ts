import { lossAliases, lossFunctions } from '../losses/functions.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { binaryAccuracy } from './binary-accuracy.ts';
import { categoricalAccuracy } from './categorical-accuracy.ts';
import { concordanceCorrelation } from './concordance-correlation.ts';
import { pearsonCorrelation } from './pearson-correlation.ts';
import { sparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';
import { sparseTopKCategoricalAccuracy } from './sparse-top-k-categorical-accuracy.ts';
import { topKCategoricalAccuracy } from './top-k-categorical-accuracy.ts';

/**
 * A metric as a plain function: gives the value of each sample, [batch, ...]. What a third parameter takes are the
 * options that a `MeanMetricWrapper` passes on.
 */
export type MetricFunction = (yTrue: Tensor, yPred: Tensor, options?: never) => Tensor;

/** Every metric function by Keras's name; the losses are metrics too. */
export const metricFunctions = {
  ...lossFunctions,
  binary_accuracy: binaryAccuracy,
  categorical_accuracy: categoricalAccuracy,
  concordance_correlation: concordanceCorrelation,
  pearson_correlation: pearsonCorrelation,
  sparse_categorical_accuracy: sparseCategoricalAccuracy,
  sparse_top_k_categorical_accuracy: sparseTopKCategoricalAccuracy,
  top_k_categorical_accuracy: topKCategoricalAccuracy,
} satisfies Record<string, MetricFunction>;

export type MetricFunctionName = keyof typeof metricFunctions | keyof typeof lossAliases;

const isFunctionName = (name: string): name is keyof typeof metricFunctions => Object.hasOwn(metricFunctions, name);
const isAlias = (name: string): name is keyof typeof lossAliases => Object.hasOwn(lossAliases, name);

/** The metric function of a name, or undefined. */
export function metricFunctionNamed(name: string): MetricFunction | undefined {
  const full = isAlias(name) ? lossAliases[name] : name;
  return isFunctionName(full) ? metricFunctions[full] : undefined;
}

/** Keras's name of a built-in function, and a user's function's own name. */
export function metricFunctionName(fn: MetricFunction): string {
  const known = Object.entries(metricFunctions).find(([, builtIn]) => builtIn === fn);
  return known?.[0] ?? fn.name;
}

/** Whether a function is one of the built-in losses, which are to be made small. */
export const isLossFunction = (fn: MetricFunction): boolean =>
  Object.values<MetricFunction>(lossFunctions).includes(fn);
