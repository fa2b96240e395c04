import { type LabelKind, labelKind } from '../losses/label-kind.ts';
import { unreachable } from '../support/dtype.ts';
import { badArgument } from '../support/errors.ts';
import type { PartialShape } from '../support/shape.ts';
import { BinaryAccuracy } from './binary-accuracy.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import { CategoricalAccuracy } from './categorical-accuracy.ts';
import { CategoricalCrossentropy } from './categorical-crossentropy.ts';
import { metricFunctionName } from './functions.ts';
import { get, type MetricIdentifier, metricNamed } from './get.ts';
import { Mean } from './mean.ts';
import { MeanMetricWrapper } from './mean-metric-wrapper.ts';
import { Metric, type MetricOptions, type PredictionMetric } from './metric.ts';
import { SparseCategoricalAccuracy } from './sparse-categorical-accuracy.ts';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { Sum } from './sum.ts';

/** What `compile` takes as a metric: also names that stand for what fits the shapes. */
export type CompileMetric = MetricIdentifier<PredictionMetric> | 'acc' | 'crossentropy' | 'ce';

type Make = new (options: MetricOptions) => PredictionMetric;

function accuracyFor(kind: LabelKind): Make {
  switch (kind) {
    case 'binary':
      return BinaryAccuracy;
    case 'sparse':
      return SparseCategoricalAccuracy;
    case 'categorical':
      return CategoricalAccuracy;
    default:
      return unreachable(kind);
  }
}

function crossentropyFor(kind: LabelKind): Make {
  switch (kind) {
    case 'binary':
      return BinaryCrossentropy;
    case 'sparse':
      return SparseCategoricalCrossentropy;
    case 'categorical':
      return CategoricalCrossentropy;
    default:
      return unreachable(kind);
  }
}

/** Metrics of values alone cannot be given targets and predictions. */
function ofPredictions(metric: Metric): PredictionMetric {
  if (metric instanceof Mean || metric instanceof Sum) {
    throw badArgument('metrics', 'metrics of targets and predictions', metric);
  }
  // Every other metric's update takes targets and predictions; a custom one that doesn't will say so itself.
  return metric as PredictionMetric;
}

/**
 * The metric object that `compile` means by a name, function, config or object. 'accuracy' ('acc') and 'crossentropy'
 * ('ce') become the binary, categorical or sparse one by the shapes. A metric given by name is logged under that name,
 * a function under its own.
 *
 * @param yTrue shape of the targets, the batch axis included
 * @param yPred shape of the predictions, the batch axis included
 * @throws ArgumentError for an unknown name, with the nearest known one
 */
export function resolveMetric(identifier: CompileMetric, yTrue: PartialShape, yPred: PartialShape): PredictionMetric {
  if (typeof identifier === 'string') {
    const options = { name: identifier };
    // Keras compares in lower case: 'Accuracy' too means the accuracy that fits.
    const name = identifier.toLowerCase();
    if (name === 'accuracy' || name === 'acc') return new (accuracyFor(labelKind(yTrue, yPred)))(options);
    if (name === 'crossentropy' || name === 'ce') return new (crossentropyFor(labelKind(yTrue, yPred)))(options);
    const named = metricNamed(identifier, options);
    return named instanceof Metric ? ofPredictions(named) : new MeanMetricWrapper(named, options);
  }
  const metric = get(identifier);
  if (metric instanceof Metric) return ofPredictions(metric);
  const name = metricFunctionName(metric);
  return new MeanMetricWrapper(metric, name === '' ? {} : { name });
}
