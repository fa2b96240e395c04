import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import type { Config } from '../support/registry.ts';
import { setMask } from '../tensor/mask.ts';
import { BinaryCrossentropy } from './binary-crossentropy.ts';
import { CategoricalCrossentropy } from './categorical-crossentropy.ts';
import { CategoricalHinge } from './categorical-hinge.ts';
import { CosineSimilarity } from './cosine-similarity.ts';
import { Hinge } from './hinge.ts';
import { KLDivergence } from './kl-divergence.ts';
import { LogCoshError } from './log-cosh-error.ts';
import { MeanAbsoluteError } from './mean-absolute-error.ts';
import { MeanAbsolutePercentageError } from './mean-absolute-percentage-error.ts';
import { MeanSquaredError } from './mean-squared-error.ts';
import { MeanSquaredLogarithmicError } from './mean-squared-logarithmic-error.ts';
import type { PredictionMetric } from './metric.ts';
import { Poisson } from './poisson.ts';
import { RootMeanSquaredError } from './root-mean-squared-error.ts';
import { SparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { SquaredHinge } from './squared-hinge.ts';

type Batch = readonly [number[][] | number[], number[][]];

/** Two samples, of which the second weighs half, and the values of both. */
const cases: [PredictionMetric, Batch, readonly [number, number], Config][] = [
  [
    new MeanSquaredError(),
    [
      [[1], [2]],
      [[2], [4]],
    ],
    [1, 4],
    {},
  ],
  [
    new MeanAbsoluteError(),
    [
      [[1], [2]],
      [[2], [4]],
    ],
    [1, 2],
    {},
  ],
  [
    new MeanAbsolutePercentageError(),
    [
      [[1], [2]],
      [[2], [4]],
    ],
    [100, 100],
    {},
  ],
  [
    new MeanSquaredLogarithmicError(),
    [
      [[0], [0]],
      [[Math.E - 1], [Math.E ** 2 - 1]],
    ],
    [1, 4],
    {},
  ],
  [
    new LogCoshError(),
    [
      [[0], [0]],
      [[100], [-50]],
    ],
    [100 - Math.LN2, 50 - Math.LN2],
    {},
  ],
  [
    new Poisson(),
    [
      [[0], [1]],
      [[3], [1]],
    ],
    [3, 1],
    {},
  ],
  [
    new Hinge(),
    [
      [[1], [-1]],
      [[0.5], [0.5]],
    ],
    [0.5, 1.5],
    {},
  ],
  [
    new SquaredHinge(),
    [
      [[1], [-1]],
      [[0.5], [0.5]],
    ],
    [0.25, 2.25],
    {},
  ],
  [
    new CategoricalHinge(),
    [
      [
        [0, 1],
        [1, 0],
      ],
      [
        [0.5, 1.25],
        [0, 2],
      ],
    ],
    [0.25, 3],
    {},
  ],
  [
    new KLDivergence(),
    [
      [[1], [1]],
      [[0.5], [0.25]],
    ],
    [Math.LN2, 2 * Math.LN2],
    {},
  ],
  [
    new CosineSimilarity(),
    [
      [
        [1, 0],
        [1, 0],
      ],
      [
        [2, 0],
        [-3, 0],
      ],
    ],
    [1, -1],
    {},
  ],
  [
    new BinaryCrossentropy({ fromLogits: true }),
    [
      [[1], [0]],
      [[0], [Math.log(3)]],
    ],
    [Math.LN2, 2 * Math.LN2],
    { from_logits: true, label_smoothing: 0 },
  ],
  [
    new CategoricalCrossentropy({ labelSmoothing: 0.5 }),
    [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
    ],
    [Math.LN2, Math.LN2],
    { from_logits: false, label_smoothing: 0.5, axis: -1 },
  ],
  [
    new SparseCategoricalCrossentropy(),
    [
      [1, 0],
      [
        [0.5, 0.5],
        [0.25, 0.75],
      ],
    ],
    [Math.LN2, 2 * Math.LN2],
    { from_logits: false, ignore_class: null, axis: -1 },
  ],
];

describe.each(cases.map(([metric, ...rest]) => [metric.name, metric, ...rest] as const))(
  '%s',
  (name, metric, [yTrue, yPred], [first, second], config) => {
    test('is the mean of its values, weighted', () => {
      metric.resetState();
      metric.updateState(yTrue, yPred);
      expectValues(metric.result(), (first + second) / 2);
      metric.updateState(yTrue, yPred, { sampleWeight: [1, 0.5] });
      expectValues(metric.result(), (2 * first + 1.5 * second) / 3.5);
    });

    test('has its config', () => {
      expect(metric.getConfig()).toEqual({ name, dtype: 'float32', ...config });
      expect(metric.direction).toBe(name === 'cosine_similarity' ? 'up' : 'down');
    });
  },
);

test('the root of the mean squared error is taken over all samples', () => {
  const metric = new RootMeanSquaredError();
  metric.updateState([[0, 0]], [[1, 1]]);
  metric.updateState([[0, 0]], [[3, 3]], { sampleWeight: [3] });
  expectValues(metric.result(), Math.sqrt((1 + 27) / 4));
});

test('a metric of vectors keeps another axis in its config', () => {
  const metric = CosineSimilarity.fromConfig(new CosineSimilarity({ axis: 0 }).getConfig());
  expect(metric.getConfig()).toEqual({ name: 'cosine_similarity', dtype: 'float32', axis: 0 });
});

test('a Keras mask on the predictions leaves entries out', () => {
  const yPred = ops.array([
    [[1], [9]],
    [[3], [9]],
  ]);
  setMask(
    yPred,
    ops.array([
      [true, false],
      [true, false],
    ]),
  );
  const metric = new MeanAbsoluteError();
  metric.updateState(ops.zeros([2, 2, 1]), yPred);
  expectValues(metric.result(), 2);
});

test('targets and predictions that do not fit are refused before the state changes', () => {
  const metric = new MeanSquaredError();
  expect(() => metric.updateState([[1, 2]], [[1, 2, 3]])).toThrow('`yTrue` and `yPred` must have shapes');
  expect(() => metric.updateState([[1]], 'x' as never)).toThrow('`yPred` must be a tensor or an array of numbers');
  expect(() => metric.updateState([[1], [2]], [[1], [2]], { sampleWeight: [1, 2, 3] })).toThrow('`sampleWeight`');
  expectValues(metric.count, 0);
});
