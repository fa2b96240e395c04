import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { AUC } from './auc.ts';

const yTrue = [0, 0, 1, 1];
const yPred = [0, 0.5, 0.3, 0.9];

// Keras's own examples: TP = [2, 1, 0], FP = [2, 0, 0] at the thresholds 0, 0.5 and 1.
describe('at three thresholds', () => {
  test.each([
    [{}, 0.75],
    [{ summationMethod: 'majoring' }, 1],
    [{ summationMethod: 'minoring' }, 0.5],
    [{ curve: 'PR', summationMethod: 'majoring' }, 1],
    [{ curve: 'PR', summationMethod: 'minoring' }, 0.25],
  ] as const)('%j', (options, want) => {
    const auc = new AUC({ numThresholds: 3, ...options });
    auc.updateState(yTrue, yPred);
    expectValues(auc.result(), want);
  });

  test('weighed', () => {
    const auc = new AUC({ numThresholds: 3 });
    auc.updateState(yTrue, yPred, { sampleWeight: [1, 0, 0, 1] });
    expectValues(auc.result(), 1);
  });
});

test('is 1 for scores in perfect order, 0 for the reverse', () => {
  for (const curve of ['ROC', 'PR', 'PRGAIN'] as const) {
    const auc = new AUC({ curve });
    auc.updateState([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]);
    expectValues(auc.result(), 1, 1e-5);
  }
  const reverse = new AUC();
  reverse.updateState([1, 1, 0, 0], [0.1, 0.2, 0.8, 0.9]);
  expectValues(reverse.result(), 0);
});

test('logits go through the sigmoid', () => {
  const [plain, logits] = [new AUC(), new AUC({ fromLogits: true })];
  plain.updateState(yTrue, ops.sigmoid([-2, 1, 0, 3]));
  logits.updateState(yTrue, [-2, 1, 0, 3]);
  expectValues(logits.result(), plain.result().dataSync()[0] ?? Number.NaN);
});

describe('several labels', () => {
  const labels = [
    [0, 1],
    [1, 0],
  ];
  const scores = [
    [0.1, 0.2],
    [0.9, 0.8],
  ];

  test('are averaged, weighted if so wanted', () => {
    for (const numLabels of [null, 2]) {
      const auc = new AUC({ multiLabel: true, numLabels });
      expectValues(auc.result(), 0);
      auc.updateState(labels, scores);
      expectValues(auc.result(), 0.5);
    }
    const weighted = new AUC({ multiLabel: true, labelWeights: [3, 1] });
    weighted.updateState(labels, scores);
    expectValues(weighted.result(), 0.75);
  });

  test('must stay as many as they were', () => {
    const auc = new AUC({ multiLabel: true, numLabels: 2 });
    expect(() => auc.updateState([[0, 1, 1]], [[0, 1, 1]])).toThrow(
      '`yPred` must be of shape [batch, 2] for an AUC of several labels. Received: yPred="shape (1, 3)"',
    );
    expect(() => new AUC({ multiLabel: true, numLabels: 2, labelWeights: [1] })).toThrow(
      '`labelWeights` must be a list of 2',
    );
    expect(() => new AUC({ numLabels: 2 })).toThrow('`numLabels` must be null unless multiLabel is true');
  });
});

test('the config holds thresholds only where they were given', () => {
  const config = new AUC({ thresholds: [0.7, 0.2], name: 'a' }).getConfig();
  expect(config).toEqual({
    name: 'a',
    dtype: 'float32',
    num_thresholds: 4,
    curve: 'ROC',
    summation_method: 'interpolation',
    multi_label: false,
    num_labels: null,
    label_weights: null,
    from_logits: false,
    thresholds: [0.7, 0.2],
  });
  expect(AUC.fromConfig(config).thresholds).toEqual([-1e-7, 0.2, 0.7, 1 + 1e-7]);
  expect(new AUC().getConfig()).not.toHaveProperty('thresholds');
});

test('refuses wrong options', () => {
  expect(() => new AUC({ numThresholds: 1 })).toThrow('`numThresholds` must be an integer that is at least 2');
  expect(() => new AUC({ curve: 'roc' } as never)).toThrow('`curve` must be one of "ROC", "PR", "PRGAIN"');
  expect(() => AUC.fromConfig({ thresholds: 0.5 })).toThrow('`thresholds` must be a list of numbers from 0 to 1');
});
