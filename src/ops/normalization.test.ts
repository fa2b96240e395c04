import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { batchNormalization, layerNormalization, moments, normalize, rmsNormalization } from './normalization.ts';
import { sum } from './reduction.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 3],
  [2, 8],
];

test('moments', () => {
  const [mean, variance] = moments(x, 0);
  expectValues(mean, [1.5, 5.5]);
  expectValues(variance, [0.25, 6.25]);
  expect(moments(x, [0, 1], { keepdims: true })[0].shape).toEqual([1, 1]);
});

test('normalize', () => {
  expectValues(normalize([3, 4]), [0.6, 0.8]);
  expectValues(normalize([[3], [4]], 0), [[0.6], [0.8]]);
  expectValues(normalize([3, -1], { order: 1 }), [0.75, -0.25]);
  expectGradient((t) => normalize(t), [x]);
  const zero = convertToTensor([0, 0]);
  expectValues(normalize(zero), [0, 0]);
  expect([...(gradients(sum(normalize(zero)), [zero])[0]?.dataSync() ?? [Number.NaN])].every(Number.isFinite)).toBe(
    true,
  );
});

test('batchNormalization', () => {
  const options = { offset: [1, 2], scale: [2, 2], epsilon: 0 };
  expectValues(batchNormalization(x, [1, 3], [1, 4], 1, options), [
    [1, 2],
    [3, 7],
  ]);
  expectValues(batchNormalization(x, [1, 3], [1, 4], -1, { epsilon: 0 }), [
    [0, 0],
    [1, 2.5],
  ]);
  expectGradient((t, mean, variance) => batchNormalization(t, mean, variance, 1), [x, [1, 3], [1, 4]]);
});

test('layerNormalization and rmsNormalization', () => {
  expectValues(layerNormalization(x, { epsilon: 0 }), [
    [-1, 1],
    [-1, 1],
  ]);
  expectValues(layerNormalization(x, { epsilon: 0, gamma: [2, 3], beta: [1, 0] }), [
    [-1, 3],
    [-1, 3],
  ]);
  expectValues(rmsNormalization([[3, 4]], { epsilon: 0, scale: [1, 2] }), [[3 / Math.sqrt(12.5), 8 / Math.sqrt(12.5)]]);
  expectGradient((t, gamma) => layerNormalization(t, { gamma }), [x, [2, 3]]);
  expectGradient((t) => rmsNormalization(t), [x]);
});
