import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { average, mean, std, variance } from './statistics.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 9],
];

test('mean and spread', () => {
  expectValues(mean(x, 1), [2, 6]);
  expectValues(variance(x, 1), [2 / 3, 14 / 3]);
  expectValues(std(x, 1), [Math.sqrt(2 / 3), Math.sqrt(14 / 3)]);
});

test('weighted mean', () => {
  expectValues(average(x, { axis: 1, weights: [1, 0, 1] }), [2, 6.5]);
  expectValues(average(x), 4);
  expect(() => average(x, { weights: [1, 2, 3] })).toThrow('one axis when `weights` has one');
});

test('in float32, whatever the dtype was', () => {
  expect(mean(convertToTensor([1, 2], 'int32')).dtype).toBe('float32');
  expectValues(mean(convertToTensor([true, true])), 1);
});

test('gradients agree with differences', () => {
  const values = [
    [0.3, -1.2, 2.1],
    [1.4, 0.7, -0.9],
  ];
  for (const fn of [mean, variance, std]) {
    expectGradient((v) => fn(v), [values]);
    expectGradient((v) => fn(v, 1), [values]);
    expectGradient((v) => fn(v, { axis: 0, keepdims: true }), [values]);
  }
});
