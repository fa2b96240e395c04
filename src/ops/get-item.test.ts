import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { getItem } from './get-item.ts';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';
import { expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

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
