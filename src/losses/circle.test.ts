import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { gradients } from '../tensor/gradients.ts';
import { Circle, circle } from './circle.ts';

const embeddings = [
  [1, 0],
  [0.6, 0.8],
  [0, 1],
];
const labels = [0, 0, 1];

/** The formula of the paper in plain numbers, for one sample among all. */
function lossOf(i: number, gamma: number, margin: number): number {
  const terms = { near: [] as number[], far: [] as number[] };
  embeddings.forEach((other, j) => {
    if (j === i) return;
    const distance = Math.max(0, 1 - other.reduce((sum, x, k) => sum + x * (embeddings[i]?.[k] ?? 0), 0));
    if (labels[j] === labels[i]) terms.near.push(-gamma * Math.max(0, distance + margin) * (margin - distance));
    else terms.far.push(gamma * Math.max(0, 1 + margin - distance) * (1 - margin - distance));
  });
  const sum = (list: number[]) => list.reduce((total, x) => total + Math.exp(x), 0);
  return Math.log1p(sum(terms.near) * sum(terms.far));
}

test('is its formula', () => {
  const want = [0, 1].map((i) => lossOf(i, 2, 0.3));
  expectValues(circle(labels, embeddings, { gamma: 2, margin: 0.3 }), [...want, 0]);
});

test('samples without loss leave the mean of the class', () => {
  const want = (lossOf(0, 2, 0.3) + lossOf(1, 2, 0.3)) / 2;
  expectValues(new Circle({ gamma: 2, margin: 0.3 }).apply([[0], [0], [1]], embeddings), want);
});

test('compares with reference embeddings', () => {
  const loss = circle([0], [[1, 0]], {
    refLabels: [1, 0],
    refEmbeddings: [
      [0, 1],
      [1, 0],
    ],
    removeDiagonal: false,
  });
  expect(loss.shape).toEqual([1]);
});

test('has a finite gradient where a sample has no partner', () => {
  const pred = ops.array(embeddings);
  const [gradient] = gradients(new Circle().apply(labels, pred), [pred]);
  for (const value of gradient?.dataSync() ?? [Number.NaN]) expect(Number.isFinite(value)).toBe(true);
});

test('refuses labels and embeddings that do not fit', () => {
  expect(() => circle([0, 1], embeddings)).toThrow('`yTrue` must be labels of shape (3,)');
  expect(() => circle(labels, labels)).toThrow('`yPred` must be embeddings of shape [n, d]');
  expect(() => circle(labels, embeddings, { refEmbeddings: [[1, 2, 3]], refLabels: [0] })).toThrow(
    '`refEmbeddings` must be as wide as yPred, 2. Received: shape (1, 3)',
  );
});
