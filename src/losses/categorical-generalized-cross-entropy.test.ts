import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import {
  CategoricalGeneralizedCrossEntropy,
  categoricalGeneralizedCrossEntropy,
} from './categorical-generalized-cross-entropy.ts';

const scores = [
  [0.2, 0.3, 0.5],
  [0.1, 0.7, 0.2],
];

test.each([0.2, 0.9])('is (1 - p^q) / q for q = %f', (q) => {
  const want = [0.5, 0.7].map((p) => (1 - p ** q) / q);
  expectValues(categoricalGeneralizedCrossEntropy([2, 1], scores, q), want);
  expectValues(new CategoricalGeneralizedCrossEntropy({ q, reduction: 'none' }).apply([[2], [1]], scores), want);
});

test('is near crossentropy for a small q', () => {
  expectValues(categoricalGeneralizedCrossEntropy([2], [[0.2, 0.3, 0.5]], 1e-3), [Math.LN2], 1e-3);
});

test('refuses q outside of 0 to 1, and keeps it in its config', () => {
  expect(() => new CategoricalGeneralizedCrossEntropy({ q: 1 })).toThrow('`q` must be between 0 and 1, both excluded');
  expect(() => categoricalGeneralizedCrossEntropy([2], scores.slice(0, 1), 0)).toThrow('Received: q=0');
  expect(CategoricalGeneralizedCrossEntropy.fromConfig({ q: 0.3 }).getConfig().q).toBe(0.3);
});
