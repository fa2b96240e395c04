import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { argmax, argmin, argsort, inTopK, sort, topK } from './sorting.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [3, 1, 2],
  [4, 6, 5],
];

describe('argmax and argmin', () => {
  test('flattened, or along an axis', () => {
    expectValues(argmax(x), 4);
    expectValues(argmax(x, 1), [0, 1]);
    expectValues(argmin(x, { axis: 0, keepdims: true }), [[0, 0, 0]]);
    expect(argmax(x).dtype).toBe('int32');
  });

  test('the first of equals, and NaN before all', () => {
    expectValues(argmax([1, 3, 3]), 1);
    expectValues(argmax([1, Number.NaN, 3]), 1);
    expectValues(argmax([false, true, true]), 1);
  });

  test('of nothing is refused', () => {
    expect(() => argmax([])).toThrow('with elements');
  });
});

describe('sorting', () => {
  test('along an axis', () => {
    expectValues(sort(x), [
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expectValues(sort(x, 0), x);
    expectValues(argsort(x), [
      [1, 2, 0],
      [0, 2, 1],
    ]);
    expectValues(argsort([2, 1, 2, 1]), [1, 3, 0, 2]);
    expectValues(argsort(x, null), [1, 2, 0, 3, 5, 4]);
    expectValues(sort([2, Number.NaN, 1]), [1, 2, Number.NaN]);
    expectGradient((t) => sort(t), [x]);
  });
});

describe('topK', () => {
  test('values and indices in descending order, the first of equals first', () => {
    const [values, indices] = topK([[1, 3, 3, 2]], 3);
    expectValues(values, [[3, 3, 2]]);
    expectValues(indices, [[1, 2, 3]]);
  });

  test('integers at the edge of their range', () => {
    const [values] = topK(convertToTensor([-(2 ** 31), 0, 2 ** 31 - 1], 'int32'), 3);
    expectValues(values, [2 ** 31 - 1, 0, -(2 ** 31)]);
    expectValues(topK(convertToTensor([1, 2 ** 32 - 1], 'uint32'), 1)[0], [2 ** 32 - 1]);
  });

  test('refuses a k that is too large', () => {
    expect(() => topK([1, 2], 3)).toThrow('an integer between 1 and 2, the extent of the last axis. Received: k=3');
  });
});

test('inTopK counts ties as inside, and classes that do not exist as outside', () => {
  const scores = [
    [0.1, 0.9, 0.5],
    [0.3, 0.3, 0.3],
    [0.2, 0.1, 0],
  ];
  expectValues(inTopK([2, 0, 2], scores, 1), [0, 1, 0]);
  expectValues(inTopK([2, 0, 2], scores, 2), [1, 1, 0]);
  expectValues(inTopK([7, -1, 0], scores, 3), [0, 0, 1]);
});
