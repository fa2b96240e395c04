import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { CosineSimilarity, cosineSimilarity } from './cosine-similarity.ts';
import { expectRowLoss, type Row } from './testing/check-loss.ts';

const dot = (a: Row, b: Row) => a.reduce((sum, x, i) => sum + x * (b[i] ?? Number.NaN), 0);
const formula = (t: Row, p: Row) => -dot(t, p) / Math.sqrt(dot(t, t) * dot(p, p));
const yTrue = [
  [1, -2, 0.5],
  [3, 0.25, -1],
];
const yPred = [
  [0.5, -2.5, 2],
  [3.5, 1, 1],
];

test('is its formula, and so is its gradient', () => expectRowLoss(cosineSimilarity, formula, yTrue, yPred));

test('runs along another axis', () => {
  expectValues(cosineSimilarity([[3], [4]], [[-3], [-4]], { axis: 0 }), [1]);
  expect(() => new CosineSimilarity({ axis: 0.5 })).toThrow('`axis` must be an integer. Received: axis=0.5');
});

test('is 0 for the zero vector', () => expectValues(cosineSimilarity([[0, 0]], [[1, 2]]), [0]));

test('the class keeps its axis in its config, where it is not the default', () => {
  expect(new CosineSimilarity().getConfig()).toEqual({ name: 'cosine_similarity', reduction: 'sum_over_batch_size' });
  const loss = CosineSimilarity.fromConfig(new CosineSimilarity({ axis: 0 }).getConfig());
  expectValues(loss.apply([[3], [4]], [[3], [4]]), -1);
});
