import { describe, expect, test } from 'vitest';
import { slice, sliceUpdate } from './slicing.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

describe('blocks', () => {
  test('slice', () => {
    expectValues(slice(x, [0, 1], [2, 2]), [
      [2, 3],
      [5, 6],
    ]);
    expectValues(slice(x, [1, 0], [1, -1]), [[4, 5, 6]]);
    expect(() => slice(x, [1, 0], [2, 3])).toThrow(
      'a block inside (2, 3) from startIndices=[1, 0]. Received: shape=[2, 3]',
    );
    expectGradient((t) => slice(t, [0, 1], [2, 2]), [x]);
  });

  test('sliceUpdate', () => {
    expectValues(sliceUpdate(x, [0, 1], [[8], [9]]), [
      [1, 8, 3],
      [4, 9, 6],
    ]);
    expect(() => sliceUpdate(x, [1, 0], x)).toThrow('a block that fits into (2, 3)');
    expectGradient((t, u) => sliceUpdate(t, [0, 1], u), [x, [[8], [9]]]);
  });
});
