import { describe, expect, test } from 'vitest';
import * as linear from './linear-systems.ts';
import { matmul } from './matrix-product.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

const a = [
  [0.5, 1, -0.3],
  [1.2, -0.7, 0.4],
  [-0.8, 0.6, 1.5],
];
const b = [
  [1, 2],
  [0, -1],
  [3, 0.5],
];

describe('systems', () => {
  test('solved for vectors, matrices and stacks', () => {
    expectValues(matmul(a, linear.solve(a, b)), b, 1e-5);
    expectValues(
      linear.solve(
        [
          [0, 1],
          [2, 0],
        ],
        [3, 4],
      ),
      [2, 3],
    );
    expect(linear.solve([a, a], b).shape).toEqual([2, 3, 2]);
    expectValues(
      linear.solveTriangular(
        [
          [2, 1],
          [9, 4],
        ],
        [4, 8],
      ),
      [1, 2],
    );
    expectValues(
      matmul(a, linear.inv(a)),
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      1e-5,
    );
    expect(valuesOf(linear.solve([[0]], [1]))).toEqual([Number.POSITIVE_INFINITY]);
  });

  test('have gradients', () => {
    expectGradient((x, y) => linear.solve(x, y), [a, b]);
    expectGradient((x) => linear.inv(x), [a]);
    expectGradient((x, y) => linear.solveTriangular(x, y, { lower: true }), [a, b], 1e-2);
    expectGradient(
      (x, y) => linear.lstsq(x, y),
      [
        [
          [1, 0.2],
          [0.3, 2],
          [1, 1],
        ],
        [1, 2, 0],
      ],
    );
    expectGradient(
      (x) => linear.pinv(x),
      [
        [
          [1, 0.2],
          [0.3, 2],
          [1, 1],
        ],
      ],
    );
  });

  test('refuse what does not fit', () => {
    expect(() => linear.solve(a, [1, 2])).toThrow('`b` must be a vector of extent 3');
    expect(() => linear.solve(b, b)).toThrow('`a` must be square matrices');
    expect(() => linear.lstsq(a, [1])).toThrow('`b` must be');
  });
});

test('determinants, their sign and logarithm', () => {
  expectValues(
    linear.det([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [2, 0],
        [0, 0],
      ],
    ]),
    [-2, 0],
  );
  expectValues(
    linear.slogdet([
      [1, 2],
      [3, 4],
    ])[0],
    -1,
  );
  expectValues(
    linear.logdet([
      [1, 2],
      [3, 4],
    ]),
    Math.log(2),
  );
  expect(valuesOf(linear.logdet([[0]]))).toBe(Number.NEGATIVE_INFINITY);
  expectGradient((x) => linear.det(x), [a]);
  expectGradient((x) => linear.logdet(x), [a]);
});

test('pseudo-inverses and ranks', () => {
  const singular = [
    [1, 2],
    [2, 4],
    [3, 6],
  ];
  expectValues(matmul(matmul(singular, linear.pinv(singular)), singular), singular, 1e-5);
  expect(
    valuesOf(
      linear.matrixRank([
        [
          [1, 2],
          [2, 4],
        ],
        [
          [1, 0],
          [0, 1],
        ],
      ]),
    ),
  ).toEqual([1, 2]);
  expect(
    valuesOf(
      linear.matrixRank(
        [
          [3, 0],
          [0, 1],
        ],
        { tol: 2 },
      ),
    ),
  ).toBe(1);
  // Of all solutions the one of least size.
  expectValues(linear.lstsq([[1, 1]], [2]), [1, 1]);
});

test('powers of matrices', () => {
  expectValues(
    linear.matrixPower(
      [
        [1, 1],
        [0, 1],
      ],
      5,
    ),
    [
      [1, 5],
      [0, 1],
    ],
  );
  expectValues(
    linear.matrixPower(
      [
        [2, 0],
        [0, 4],
      ],
      -2,
    ),
    [
      [0.25, 0],
      [0, 0.0625],
    ],
  );
  expectValues(linear.matrixPower([[5]], 0), [[1]]);
  expect(() => linear.matrixPower([[5]], 0.5)).toThrow('`n` must be an integer');
});

test('distances between rows', () => {
  expectValues(
    linear.cdist(
      [
        [0, 0],
        [1, 0],
      ],
      [
        [3, 4],
        [1, 1],
      ],
    ),
    [
      [5, Math.SQRT2],
      [Math.hypot(2, 4), 1],
    ],
  );
  expectGradient(
    (x, y) => linear.cdist(x, y),
    [
      [[0, 0.5]],
      [
        [1, 2],
        [2, -1],
      ],
    ],
  );
  expect(() => linear.cdist([[1]], [[1, 2]])).toThrow('`y` must be rows of extent 1');
});
