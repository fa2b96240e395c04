import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy.ts';
import { sum } from './reduction.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const probabilities = [
  [0.7, 0.2, 0.1],
  [0.1, 0.1, 0.8],
];

describe('crossentropies', () => {
  test('of classes, one-hot and sparse', () => {
    const expected = [-Math.log(0.7), -Math.log(0.8)];
    expectValues(
      categoricalCrossentropy(
        [
          [1, 0, 0],
          [0, 0, 1],
        ],
        probabilities,
      ),
      expected,
    );
    expectValues(sparseCategoricalCrossentropy([0, 2], probabilities), expected);
    expectValues(sparseCategoricalCrossentropy([[0], [2]], probabilities), expected);
    expectValues(sparseCategoricalCrossentropy([0], [[2, 0]], { fromLogits: true }), [Math.log1p(Math.exp(-2))]);
  });

  test('scale probabilities to a sum of 1', () => {
    expectValues(sparseCategoricalCrossentropy([0], [[7, 3]]), [-Math.log(0.7)]);
  });

  test('of two outcomes', () => {
    expectValues(binaryCrossentropy([1, 0], [0.9, 0.2]), [-Math.log(0.9), -Math.log(0.8)]);
    expectValues(binaryCrossentropy([1, 0], [100, 100], { fromLogits: true }), [0, 100]);
  });

  test('stay finite, with their gradients, where probabilities are 0', () => {
    const p = convertToTensor([[0, 1]]);
    const loss = sparseCategoricalCrossentropy([0], p);
    const [dp] = gradients(sum(loss), [p]);
    expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
    expect(dp && [...dp.dataSync()].every(Number.isFinite)).toBe(true);
  });

  test('have the right gradients', () => {
    const logits = [[0.3, -1.1, 0.8]];
    expectGradient((x) => sparseCategoricalCrossentropy([2], x, { fromLogits: true }), [logits]);
    expectGradient((x) => sparseCategoricalCrossentropy([2], x), [[[0.3, 0.3, 0.4]]], 1e-2);
    expectGradient((x) => binaryCrossentropy([0.2, 1], x), [[0.4, 0.6]]);
    expectGradient((x) => binaryCrossentropy([0.2, 1], x, true), [[0.4, -0.6]]);
  });

  test('refuse shapes that do not fit', () => {
    expect(() => categoricalCrossentropy([[1, 0]], probabilities)).toThrow('the shape of `output`, (2, 3)');
    expect(() => sparseCategoricalCrossentropy([0], probabilities)).toThrow(
      'class indices of shape (2,), for an `output` of shape (2, 3)',
    );
    expect(() => binaryCrossentropy([1], [0.5, 0.5])).toThrow('`target`');
  });
});
