import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { ones } from './creation.ts';
import { dot, inner, kron, matmul, outer, tensordot, vdot } from './matrix-product.ts';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const a = [
  [1, 2],
  [3, 4],
];
const b = [
  [5, 6],
  [7, 8],
];

describe('matmul', () => {
  test('of matrices and vectors', () => {
    expectValues(matmul(a, b), [
      [19, 22],
      [43, 50],
    ]);
    expectValues(matmul([1, 2], b), [19, 22]);
    expectValues(matmul(a, [5, 7]), [19, 43]);
    expectValues(matmul([1, 2], [3, 4]), 11);
  });

  test('of batches, on either side or both', () => {
    const left = reshape(arange(12), [3, 2, 2]);
    expect(matmul(left, a).shape).toEqual([3, 2, 2]);
    expectValues(matmul(a, left), [
      [
        [4, 7],
        [8, 15],
      ],
      [
        [16, 19],
        [36, 43],
      ],
      [
        [28, 31],
        [64, 71],
      ],
    ]);
    expect(matmul(ones([4, 1, 2, 3]), ones([5, 3, 6])).shape).toEqual([4, 5, 2, 6]);
  });

  test('keeps integers', () => {
    expect(matmul(convertToTensor(a, 'int32'), convertToTensor(b, 'int32')).dtype).toBe('int32');
  });

  test('refuses extents that differ, and scalars', () => {
    expect(() => matmul(a, [[1, 2]])).toThrow('with the same k. Received: shapes (2, 2) and (1, 2)');
    expect(() => matmul(a, 2)).toThrow('at least one axis. Received: shapes (2, 2) and ()');
  });

  test('has the right gradients', () => {
    expectGradient(matmul, [a, b]);
    expectGradient(matmul, [[a, b], b]);
    expectGradient(matmul, [a, [a, b]]);
    expectGradient(matmul, [
      [a, b],
      [b, a],
    ]);
    expectGradient(matmul, [a, [5, 7]]);
  });
});

test('dot', () => {
  expectValues(dot(a, 2), [
    [2, 4],
    [6, 8],
  ]);
  expectValues(dot([1, 2], [3, 4]), 11);
  expectValues(dot(a, [1, 1]), [3, 7]);
  expect(dot(ones([2, 3, 4]), ones([5, 4, 6])).shape).toEqual([2, 3, 5, 6]);
  expect(() => dot(a, [1, 2, 3])).toThrow('Received: shapes (2, 2) and (3,)');
});

test('tensordot', () => {
  expectValues(tensordot(a, b, 1), [
    [19, 22],
    [43, 50],
  ]);
  expectValues(tensordot(a, b), 70);
  expectValues(tensordot(a, b, { axes: [[0], [1]] }), [
    [23, 31],
    [34, 46],
  ]);
  expect(tensordot(a, b, 0).shape).toEqual([2, 2, 2, 2]);
  expect(() => tensordot(a, [[1, 2, 3]], [[1], [1]])).toThrow('pairs of axes of equal extent');
  expectGradient((x, y) => tensordot(x, y, [[0], [1]]), [a, b]);
});

test('inner, outer, vdot, kron', () => {
  expectValues(inner(a, b), [
    [17, 23],
    [39, 53],
  ]);
  expectValues(outer([1, 2], [3, 4]), [
    [3, 4],
    [6, 8],
  ]);
  expectValues(vdot(a, b), 70);
  expectValues(kron([[1, 2]], [[1], [3]]), [
    [1, 2],
    [3, 6],
  ]);
});
