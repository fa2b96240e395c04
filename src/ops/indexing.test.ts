import { describe, expect, test } from 'vitest';
import { take, takeAlongAxis } from './indexing.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

describe('take', () => {
  test('along an axis, or from the flattened tensor', () => {
    expectValues(take(x, [5, 0, -1]), [6, 1, 6]);
    expectValues(take(x, [2, 0], 1), [
      [3, 1],
      [6, 4],
    ]);
    expectValues(take(x, 1, { axis: 0 }), [4, 5, 6]);
    expectValues(take(x, [[0], [1]], 0), [[[1, 2, 3]], [[4, 5, 6]]]);
  });

  test('clamps indices that lie outside', () => {
    expectValues(take([1, 2], [7, -7]), [2, 1]);
  });

  test('has the gradient of a scatter: repeated indices add up', () => {
    expectGradient((t) => take(t, [0, 2, 2], 1), [x]);
  });
});

describe('takeAlongAxis', () => {
  test('picks one element per position', () => {
    expectValues(takeAlongAxis(x, [[2], [0]], 1), [[3], [4]]);
    expectValues(takeAlongAxis(x, [[0, 1, -1]], 0), [[1, 5, 6]]);
    expectValues(takeAlongAxis(x, [[1, 0]]), [2, 1]);
    expectGradient(
      (t) =>
        takeAlongAxis(
          t,
          [
            [2, 2],
            [0, 1],
          ],
          1,
        ),
      [x],
    );
  });

  test('needs as many axes', () => {
    expect(() => takeAlongAxis(x, [0], 1)).toThrow('a tensor with 2 axes');
  });
});
