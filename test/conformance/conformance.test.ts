import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { failureLines } from './report.ts';
import { runSuite } from './suite.ts';

/** Beside the repository, or where the environment says. */
const directory = process.env.KERATIN_CONFORMANCE ?? join(import.meta.dirname, '../../../shared/conformance');
const isThere = existsSync(directory);
if (!isThere) console.warn(`The conformance suite is skipped as a whole: there is no folder ${directory}`);

const groups = isThere
  ? readdirSync(directory)
      .filter((name) => name.endsWith('.json') && name !== 'coverage.json')
      .map((name) => name.slice(0, -5))
  : [];

/** Groups of which the library has everything. */
const COMPLETE = ['metrics', 'activations', 'initializers', 'regularizers', 'constraints', 'schedules', 'optimizers'];

/** Classes that the library has. A case that is unsupported for want of one of these has found a hole. */
const NAMED = new Set([
  ...['InputLayer', 'Dense', 'Flatten', 'Reshape', 'Activation', 'Dropout', 'AlphaDropout', 'GaussianNoise'],
  ...['GaussianDropout', 'BatchNormalization', 'ReLU', 'LeakyReLU', 'PReLU', 'ELU', 'Softmax', 'Identity'],
  ...['Add', 'Subtract', 'Multiply', 'Average', 'Maximum', 'Minimum', 'Concatenate', 'Dot'],
  ...['Sequential', 'Functional', 'Model'],
  ...['CategoricalCrossentropy', 'SparseCategoricalCrossentropy', 'BinaryCrossentropy', 'MeanSquaredError'],
  ...['MeanAbsoluteError', 'MeanAbsolutePercentageError', 'MeanSquaredLogarithmicError', 'Huber', 'LogCosh'],
  ...['KLDivergence', 'Poisson', 'CosineSimilarity', 'Hinge', 'SquaredHinge', 'CategoricalHinge'],
  ...['Mean', 'Sum', 'MeanMetricWrapper', 'Accuracy', 'BinaryAccuracy', 'CategoricalAccuracy'],
  ...['SparseCategoricalAccuracy', 'TopKCategoricalAccuracy', 'SparseTopKCategoricalAccuracy', 'RootMeanSquaredError'],
  ...['EarlyStopping', 'LearningRateScheduler', 'ReduceLROnPlateau', 'TerminateOnNaN', 'CSVLogger', 'LambdaCallback'],
]);

describe.skipIf(!isThere)('Keras gives the same numbers', () => {
  test.each(groups)('%s', { timeout: 300_000 }, async (group) => {
    const reports = await runSuite(directory, group, () => undefined);
    for (const report of reports) {
      expect(failureLines(report).join('\n')).toBe('');
      const missing = [...report.unsupported.keys()];
      expect(missing.filter((name) => NAMED.has(name))).toEqual([]);
      if (COMPLETE.includes(report.group)) expect(missing).toEqual([]);
    }
  });
});
