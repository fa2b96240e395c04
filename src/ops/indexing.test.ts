import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { getItem } from './get-item.ts';
import { take, takeAlongAxis } from './indexing.ts';
import { scatter, segmentSum } from './scatter.ts';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';
import { slice, sliceUpdate } from './slicing.ts';
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

describe('getItem', () => {
  const t = reshape(arange(24), [2, 3, 4]);

  test('indices and slices, as Python has them', () => {
    expectValues(getItem(x, 1), [4, 5, 6]);
    expectValues(getItem(x, [-1, 0]), 4);
    expectValues(getItem(x, [{}, { start: 1 }]), [
      [2, 3],
      [5, 6],
    ]);
    expectValues(getItem([0, 1, 2, 3, 4], { step: -2 }), [4, 2, 0]);
    expectValues(getItem([0, 1, 2, 3, 4], { start: -2, stop: -5, step: -1 }), [3, 2, 1]);
    expectValues(getItem([0, 1, 2], { start: 5 }), []);
  });

  test('ellipsis, new axes, lists of indices', () => {
    expect(getItem(t, ['ellipsis', 0]).shape).toEqual([2, 3]);
    expect(getItem(t, [0, null, 'ellipsis']).shape).toEqual([1, 3, 4]);
    expect(getItem(t, [{}, convertToTensor([0, 2], 'int32')]).shape).toEqual([2, 2, 4]);
  });

  test('too many or too large', () => {
    expect(() => getItem(x, [0, 0, 0])).toThrow('Too many indices for a tensor of shape (2, 3)');
    expect(() => getItem(x, 2)).toThrow('Received: key=2');
  });
});

test('scatter and segmentSum add up what lands in one place', () => {
  expectValues(scatter([[1], [3], [1]], [1, 2, 3], [4]), [0, 4, 0, 2]);
  expectValues(scatter([[0, 1]], [5], [2, 2]), [
    [0, 5],
    [0, 0],
  ]);
  expectValues(segmentSum([1, 2, 3], [0, 2, 0], { numSegments: 3 }), [4, 0, 2]);
  expectGradient((v) => scatter([[1], [3], [1]], v, [4]), [[1, 2, 3]]);
});
