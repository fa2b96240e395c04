import { test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Accuracy } from './accuracy.ts';

test('is the share of predictions that equal their targets', () => {
  const accuracy = new Accuracy();
  accuracy.updateState([1, 2, 3, 4], [0, 2, 3, 4]);
  expectValues(accuracy.result(), 0.75);
  accuracy.resetState();
  accuracy.updateState([[1], [2], [3], [4]], [0, 2, 3, 4], { sampleWeight: [1, 1, 0, 0] });
  expectValues(accuracy.result(), 0.5);
});

test('averages the elements of a sample', () => {
  const accuracy = new Accuracy();
  accuracy.updateState([[1, 2, 3, 4]], [[1, 2, 3, 0]]);
  accuracy.updateState([[1, 2, 3, 4]], [[0, 0, 0, 0]]);
  expectValues(accuracy.result(), 0.375);
});
