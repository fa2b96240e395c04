import { expect, test } from 'vitest';
import { diag, diagflat, diagonal, trace, tril, triu } from './diagonal.ts';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

test('triangles', () => {
  expectValues(tril(x), [
    [1, 0, 0],
    [4, 5, 0],
  ]);
  expectValues(triu(x, 1), [
    [0, 2, 3],
    [0, 0, 6],
  ]);
  expectValues(tril(x, { k: -1 }), [
    [0, 0, 0],
    [4, 0, 0],
  ]);
  expect(() => tril([1])).toThrow('at least two axes');
});

test('diagonals', () => {
  expectValues(diagonal(x), [1, 5]);
  expectValues(diagonal(x, 1), [2, 6]);
  expectValues(diagonal(x, { offset: -1 }), [4]);
  expectValues(diagonal(x, 5), []);
  expect(diagonal(reshape(arange(24), [2, 3, 4]), { axis1: 1, axis2: 2 }).shape).toEqual([2, 3]);
  expectValues(trace(x), 6);
  expect(() => diagonal(x, { axis1: 1, axis2: 1 })).toThrow('another axis than `axis1`');
});

test('diag in both directions', () => {
  expectValues(diag([1, 2]), [
    [1, 0],
    [0, 2],
  ]);
  expectValues(diag([1, 2], 1), [
    [0, 1, 0],
    [0, 0, 2],
    [0, 0, 0],
  ]);
  expectValues(diag([1, 2], -1), [
    [0, 0, 0],
    [1, 0, 0],
    [0, 2, 0],
  ]);
  expectValues(diag(x), [1, 5]);
  expectValues(diagflat([[1], [2]]), [
    [1, 0],
    [0, 2],
  ]);
});

test('gradients agree with differences', () => {
  expectGradient((t) => tril(t), [x]);
  expectGradient((t) => diagonal(t, 1), [x]);
  expectGradient((t) => diag(t, -1), [[1, 2]]);
});
