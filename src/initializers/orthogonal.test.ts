import { describe, expect, test } from 'vitest';
import { matmul } from '../ops/matrix-product.ts';
import { reshape, transpose } from '../ops/shape.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { Orthogonal } from './orthogonal.ts';

const identity = (n: number, scale = 1) =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? scale : 0)));

describe('Orthogonal', () => {
  test('has orthonormal columns, or rows where they are fewer', () => {
    const tall = new Orthogonal({ seed: 1 }).apply([6, 3]);
    expectValues(matmul(transpose(tall), tall), identity(3));
    const wide = new Orthogonal({ seed: 1, gain: 2 }).apply([3, 6]);
    expectValues(matmul(wide, transpose(wide)), identity(3, 4));
  });

  test('flattens all axes but the last', () => {
    const kernel = reshape(new Orthogonal({ seed: 2 }).apply([2, 2, 3]), [4, 3]);
    expectValues(matmul(transpose(kernel), kernel), identity(3));
  });

  test('needs two axes', () => {
    expect(() => new Orthogonal().apply([3])).toThrow(
      'two axes or more, which Orthogonal needs. Received: shape="(3,)"',
    );
  });
});
