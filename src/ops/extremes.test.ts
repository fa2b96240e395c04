import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { max, min, ptp } from './extremes.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 9],
];

test('the largest, the smallest, and what lies between', () => {
  expectValues(max(x, 0), [4, 5, 9]);
  expectValues(min(x, 0), [1, 2, 3]);
  expectValues(ptp(x, 1), [2, 5]);
});

test('the dtype stays', () => {
  expect(max(convertToTensor([1, 2], 'int32')).dtype).toBe('int32');
  expect(max(convertToTensor([true, true])).dtype).toBe('bool');
  expectValues(max(convertToTensor([[-5], [-3]], 'int32'), 1), [-5, -3]);
});

test('NaN is passed on', () => {
  expectValues(max([1, Number.NaN]), Number.NaN);
});

test('an initial value takes part', () => {
  expectValues(max([1, 2], { initial: 5 }), 5);
  expectValues(min([1, 2], { initial: -1 }), -1);
  expectValues(max([], { initial: 3 }), 3);
});

test('nothing has no largest element', () => {
  expect(() => max([])).toThrow('with elements');
});

test('gradients agree with differences', () => {
  const values = [
    [0.3, -1.2, 2.1],
    [1.4, 0.7, -0.9],
  ];
  for (const fn of [max, min, ptp]) {
    expectGradient((v) => fn(v), [values]);
    expectGradient((v) => fn(v, 1), [values]);
    expectGradient((v) => fn(v, { axis: 0, keepdims: true }), [values]);
  }
});

test('ties share the gradient', () => {
  const v = convertToTensor([3, 1, 3]);
  expectValues(gradients(max(v), [v])[0] ?? Number.NaN, [0.5, 0, 0.5]);
});
