import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { norm } from './linear-algebra.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

describe('the nuclear norm', () => {
  test('is the sum of the singular values', () => {
    expectValues(
      norm(
        [
          [3, 0],
          [0, -4],
        ],
        'nuc',
      ),
      7,
    );
    expectValues(
      norm(
        [
          [1, 2],
          [3, 4],
        ],
        'nuc',
      ),
      Math.sqrt(30 + 2 * 2),
    );
    expectValues(
      norm(
        [
          [3, 0, 0],
          [0, 1e-4, 0],
        ],
        'nuc',
      ),
      3.0001,
    );
    expectValues(norm([[1], [1]], { ord: 'nuc', keepdims: true }), [[Math.SQRT2]]);
  });

  test('of stacks of matrices, over any two axes', () => {
    const stack = [
      [
        [3, 0],
        [0, 4],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ];
    expectValues(norm(stack, { ord: 'nuc', axis: [1, 2] }), [7, 2]);
    expect(norm(stack, { ord: 'nuc', axis: [0, 2] }).shape).toEqual([2]);
  });

  test('of zeros is 0, with a finite gradient', () => {
    const zeros = convertToTensor([
      [0, 0],
      [0, 0],
    ]);
    expectValues(norm(zeros, 'nuc'), 0);
    expectValues(gradients(norm(zeros, 'nuc'), [zeros])[0] ?? Number.NaN, [
      [0, 0],
      [0, 0],
    ]);
  });

  test('has the right gradient', () => {
    expectGradient(
      (x) => norm(x, 'nuc'),
      [
        [
          [1, 2, 0.5],
          [3, -4, 1],
        ],
      ],
    );
    expectGradient(
      (x) => norm(x, 'nuc'),
      [
        [
          [1, 2],
          [3, -4],
          [0.5, 1],
        ],
      ],
    );
  });
});
