import { describe, expect, test } from 'vitest';
import { uniform } from '../random/uniform.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { multiply, subtract } from './arithmetic.ts';
import { cholesky, choleskyInverse, eigh, luFactor, qr, svd } from './decompositions.ts';
import { diag } from './diagonal.ts';
import { inv } from './linear-systems.ts';
import { identity } from './matrices.ts';
import { matmul } from './matrix-product.ts';
import { sum } from './reduction.ts';
import { expandDims, transpose } from './shape.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

const t = (x: Tensor): Tensor =>
  transpose(x, [...x.shape.keys()].slice(0, -2).concat(x.shape.length - 1, x.shape.length - 2));
const draw = (...shape: number[]) => subtract(multiply(uniform(shape, { seed: shape.length + (shape[0] ?? 0) }), 2), 1);
const orthonormal = (columns: Tensor) => {
  const n = columns.shape[columns.shape.length - 1] ?? 0;
  expectValues(matmul(t(columns), columns), valuesOf(identity(n)), 1e-5);
};
const definite = [
  [4, 1, 0.5],
  [1, 3, -1],
  [0.5, -1, 2],
];
const general = [
  [0.5, 1, -0.3],
  [1.2, -0.7, 0.4],
  [-0.8, 0.6, 1.5],
];

describe('decompositions give the matrix back', () => {
  test('Cholesky, lower and upper, and NaN for what has none', () => {
    const l = cholesky(definite);
    expectValues(matmul(l, t(l)), definite, 1e-5);
    expectValues(cholesky(definite, { upper: true }), valuesOf(t(l)));
    expectValues(choleskyInverse(l), valuesOf(inv(definite)), 1e-5);
    expectValues(choleskyInverse(t(l), true), valuesOf(inv(definite)), 1e-5);
    expect(
      cholesky([
        [1, 2],
        [2, 1],
      ])
        .dataSync()
        .some(Number.isNaN),
    ).toBe(true);
  });

  test('QR of tall, wide and stacked matrices', () => {
    for (const shape of [
      [5, 3],
      [3, 5],
      [4, 4],
    ]) {
      const x = draw(...shape);
      for (const mode of ['reduced', 'complete'] as const) {
        const [q, r] = qr(x, mode);
        orthonormal(q);
        expectValues(matmul(q, r), valuesOf(x), 1e-5);
      }
    }
    const stack = draw(2, 3, 2);
    expectValues(matmul(...qr(stack)), valuesOf(stack), 1e-5);
  });

  test('eigenvalues in ascending order, of stacks and of what is diagonal', () => {
    for (const n of [1, 2, 6, 30]) {
      const x = draw(n, n);
      const symmetric = multiply(matmul(x, t(x)), 1 / n);
      const [w, v] = eigh(symmetric);
      orthonormal(v);
      const values = Array.from(w.dataSync());
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expectValues(matmul(multiply(v, w), t(v)), valuesOf(symmetric), 1e-5);
    }
    expectValues(
      eigh([
        [
          [2, 0],
          [0, 1],
        ],
      ])[0],
      [[1, 2]],
    );
  });

  test('singular values of tall, wide and rank-deficient matrices', () => {
    for (const shape of [
      [5, 3],
      [3, 5],
      [4, 4],
      [2, 4, 3],
    ]) {
      const x = draw(...shape);
      const [u, s, v] = svd(x, { fullMatrices: false });
      expectValues(matmul(multiply(u, expandDims(s, -2)), v), valuesOf(x), 1e-5);
      expectValues(svd(x, { computeUv: false }), valuesOf(s));
    }
    const [u, s, v] = svd([
      [1, 2],
      [2, 4],
      [0, 0],
    ]);
    expect([u.shape, v.shape]).toEqual([
      [3, 3],
      [2, 2],
    ]);
    expectValues(s, [5, 0], 1e-5);
    orthonormal(u);
    orthonormal(v);
  });

  test('LU with its exchanges', () => {
    const [lu, pivots] = luFactor([
      [0, 1],
      [2, 3],
    ]);
    expectValues(lu, [
      [2, 3],
      [0, 1],
    ]);
    expect([valuesOf(pivots), pivots.dtype]).toEqual([[1, 1], 'int32']);
  });
});

describe('gradients', () => {
  const symmetrical = (x: Tensor) => multiply(subtract(multiply(x, 2), subtract(x, t(x))), 0.5);
  test('of Cholesky and eigenvalues, of the symmetric part', () => {
    expectGradient((x) => cholesky(symmetrical(x)), [definite]);
    expectGradient((x) => eigh(symmetrical(x))[0], [definite]);
    expectGradient((x) => multiply(eigh(symmetrical(x))[1], eigh(symmetrical(x))[1]), [definite]);
  });

  test('of QR and singular values', () => {
    expectGradient((x) => qr(x)[0], [general]);
    expectGradient((x) => qr(x)[1], [general.map((row) => row.slice(0, 2))]);
    expectGradient((x) => svd(x, { computeUv: false }), [general.slice(0, 2)]);
    expectGradient(
      (x) => {
        const [u, s, v] = svd(x, { fullMatrices: false });
        return sum(multiply(multiply(matmul(u, diag(s)), 2), matmul(u, matmul(v, t(v)))), 1);
      },
      [general.map((row) => row.slice(0, 2))],
    );
  });

  test('are refused where they are not defined', () => {
    expect(() => expectGradient((x) => luFactor(x)[0], [general])).toThrow('The gradient of LU factors');
    expect(() => expectGradient((x) => svd(x)[0], [general.slice(0, 2)])).toThrow('all singular vectors');
  });
});

test('what is no matrix, or not square, is refused', () => {
  expect(() => qr([1, 2])).toThrow('`x` must be matrices');
  expect(() => cholesky([[1, 2]])).toThrow('`x` must be square matrices');
  // @ts-expect-error no such mode
  expect(() => qr(definite, 'full')).toThrow("`mode` must be 'reduced' or 'complete'");
});
