import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { StateError } from '../support/errors.ts';
import { convertToTensor } from './convert.ts';
import { gradients } from './gradients.ts';
import type { Tensor } from './tensor.ts';
import { Variable } from './variable.ts';

const values = (x: Tensor | null | undefined) => (x ? Array.from(x.dataSync()) : x);

test('with respect to tensors and variables, several at once', () => {
  const w = new Variable([1, 2, 3]);
  const x = convertToTensor([4, 5, 6]);
  const [dw, dx, dy] = gradients(ops.sum(ops.multiply(ops.square(w), x)), [w, x, convertToTensor([1])]);
  expect(values(dw)).toEqual([8, 20, 36]);
  expect(values(dx)).toEqual([1, 4, 9]);
  expect(dy).toBeNull();
});

test('with a cotangent', () => {
  const w = new Variable([1, 2]);
  expect(values(gradients(ops.square(w), [w], convertToTensor([10, 100]))[0])).toEqual([20, 400]);
  expect(() => gradients(ops.square(w), [w])).toThrow(
    'A gradient is taken of a scalar. Received: a value of shape (2,)',
  );
});

test('of gradients', () => {
  const x = convertToTensor(2);
  const [first] = gradients(ops.multiply(x, ops.square(x)), [x]);
  const [second] = first ? gradients(first, [x]) : [];
  const [third] = second ? gradients(second, [x]) : [];
  expect([first, second, third].map(values)).toEqual([[12], [12], [6]]);
});

describe('after something was read', () => {
  test('the target: expressions made before and after still know it', () => {
    const x = ops.add(convertToTensor([1, 2]), 1);
    const before = ops.sum(ops.square(x));
    values(x);
    const after = ops.sum(ops.multiply(x, 3));
    expect(values(gradients(before, [x])[0])).toEqual([4, 6]);
    expect(values(gradients(after, [x])[0])).toEqual([3, 3]);
    expect(values(gradients(ops.add(before, after), [x])[0])).toEqual([7, 9]);
  });

  test('the loss, a scalar', () => {
    const w = new Variable([1, 2]);
    const loss = ops.sum(ops.square(w));
    expect(values(loss)).toEqual([5]);
    expect(values(gradients(loss, [w])[0])).toEqual([2, 4]);
  });

  test('a larger result has forgotten how it was computed', () => {
    const w = new Variable([1, 2]);
    const y = ops.square(w);
    values(y);
    expect(() => gradients(y, [w], convertToTensor([1, 1]))).toThrow(StateError);
    expect(() => gradients(y, [w], convertToTensor([1, 1]))).toThrow('Received: an evaluated tensor of shape (2,)');
  });
});

test('what a variable was before it was assigned is a constant afterwards', () => {
  const w = new Variable([1, 2]);
  const loss = ops.sum(ops.square(w));
  w.assign([5, 5]);
  expect(gradients(loss, [w])).toEqual([null]);
});
