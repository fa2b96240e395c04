import { describe, expect, test } from 'vitest';
import { norm } from './linear-algebra.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const m = [
  [1, -2],
  [3, 4],
];
const { POSITIVE_INFINITY: inf } = Number;

describe('norm', () => {
  test('of vectors', () => {
    const v = [3, 0, -4];
    expectValues(norm(v), 5);
    expectValues(norm(v, 1), 7);
    expectValues(norm(v, inf), 4);
    expectValues(norm(v, -inf), 0);
    expectValues(norm(v, 0), 2);
    expectValues(norm(v, 3), Math.cbrt(27 + 64));
    expectValues(norm(m, { axis: 1, keepdims: true }), [[Math.sqrt(5)], [5]]);
  });

  test('of matrices', () => {
    expectValues(norm(m), Math.sqrt(30));
    expectValues(norm(m, 'fro'), Math.sqrt(30));
    expectValues(
      norm(
        [
          [3, 0],
          [0, -4],
        ],
        2,
      ),
      4,
    );
    expectValues(
      norm(
        [
          [3, 0],
          [0, -4],
        ],
        { ord: -2, keepdims: true },
      ),
      [[3]],
    );
    expectValues(norm(m, 1), 6);
    expectValues(norm(m, -1), 4);
    expectValues(norm(m, inf), 7);
    expectValues(norm(m, { ord: -inf, axis: [0, 1], keepdims: true }), [[3]]);
  });

  test('refuses orders it does not have', () => {
    expect(() => norm(m, 3)).toThrow('2, -2, Infinity or -Infinity for a matrix. Received: ord=3');
    expect(() => norm([1, 2], 'fro')).toThrow("('fro' and 'nuc' are for matrices)");
  });

  test('has the right gradients', () => {
    expectGradient((x) => norm(x), [m]);
    expectGradient((x) => norm(x, { axis: 0 }), [m]);
    expectGradient((x) => norm(x, { ord: 3, axis: 1 }), [m]);
  });
});
