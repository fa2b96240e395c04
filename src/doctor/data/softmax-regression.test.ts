import { expect, test } from 'vitest';
import { softmaxRegression } from './softmax-regression.ts';

const line = (count: number) => ({
  values: Float64Array.from({ length: count }, (_, i) => 1.2 * ((i % 3) - 1) + 0.3 * Math.sin(i)),
  count,
  width: 1,
});

test('tells three classes in a row apart', () => {
  const labels = Int32Array.from({ length: 90 }, (_, i) => i % 3);
  const guesses = softmaxRegression(line(90), labels, 3, line(30));
  expect([...guesses].filter((label, i) => label === i % 3).length).toBe(30);
});

test('cannot tell what no line divides', () => {
  const corners = {
    values: Float64Array.from({ length: 80 }, (_, k) => ((k >> 1) & (k % 2 === 0 ? 1 : 2) ? 1 : -1)),
    count: 40,
    width: 2,
  };
  const labels = Int32Array.from({ length: 40 }, (_, i) => (((i & 1) ^ ((i >> 1) & 1)) === 1 ? 1 : 0));
  const guesses = softmaxRegression(corners, labels, 2, corners);
  expect([...guesses].filter((label, i) => label === labels[i]).length).toBeLessThanOrEqual(30);
});
