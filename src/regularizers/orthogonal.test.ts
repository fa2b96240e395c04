import { describe, expect, test } from 'vitest';
import { expectGradient, expectValues } from '../ops/testing/expect.ts';
import { OrthogonalRegularizer } from './orthogonal.ts';

describe('OrthogonalRegularizer', () => {
  test('is the mean |cosine| between rows or columns', () => {
    const rows = [
      [1, 0],
      [1, 1],
    ];
    expectValues(new OrthogonalRegularizer({ factor: 1 }).apply(rows), Math.SQRT1_2);
    expectValues(new OrthogonalRegularizer({ factor: 1, mode: 'columns' }).apply(rows), Math.SQRT1_2);
    expectValues(
      new OrthogonalRegularizer({ factor: 1 }).apply([
        [5, 0],
        [0, -3],
      ]),
      0,
    );
    expectValues(new OrthogonalRegularizer({ factor: 1 }).apply([[5, 1]]), 0);
  });

  test('has the right gradient', () => {
    const regularizer = new OrthogonalRegularizer({ factor: 2 });
    expectGradient(
      (x) => regularizer.apply(x),
      [
        [
          [1, 0.4],
          [0.3, 1],
          [0.7, 0.7],
        ],
      ],
    );
  });

  test('takes matrices, and modes that exist', () => {
    expect(() => new OrthogonalRegularizer().apply([1, 2])).toThrow('a matrix, which OrthogonalRegularizer needs');
    // @ts-expect-error no such mode
    expect(() => new OrthogonalRegularizer({ mode: 'row' })).toThrow('`mode` must be one of "rows", "columns"');
    expect(new OrthogonalRegularizer().getConfig()).toEqual({ factor: 0.009999999776482582, mode: 'rows' });
  });
});
