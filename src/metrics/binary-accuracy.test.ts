import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { BinaryAccuracy, binaryAccuracy } from './binary-accuracy.ts';

test('a prediction on the threshold counts as 0', () => {
  expectValues(binaryAccuracy([0, 1, 1], [0.5, 0.5, 0.51]), [1, 0, 1]);
  expectValues(binaryAccuracy([0, 1], [[0.6], [0.71]], { threshold: 0.7 }), [[1], [1]]);
});

test('the class is the share that is right', () => {
  const accuracy = BinaryAccuracy.fromConfig(new BinaryAccuracy({ threshold: 0.7 }).getConfig());
  accuracy.updateState([1, 1, 0, 0], [[0.98], [0.6], [0], [0.6]]);
  expectValues(accuracy.result(), 0.75);
  expect(accuracy.direction).toBe('up');
});

test('refuses thresholds outside of 0 to 1', () => {
  expect(() => new BinaryAccuracy({ threshold: 1 })).toThrow('`threshold` must be between 0 and 1, both excluded');
});
