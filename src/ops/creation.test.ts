import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { full, fullLike, ones, onesLike, zeros, zerosLike } from './creation.ts';
import { expectValues } from './testing/expect.ts';

describe('filled tensors', () => {
  test('zeros, ones, full', () => {
    expectValues(zeros([2, 1]), [[0], [0]]);
    expectValues(ones(2, 'int32'), [1, 1]);
    expect(ones(2, { dtype: 'bool' }).dtype).toBe('bool');
    expectValues(full([2, 2], [1, 2]), [
      [1, 2],
      [1, 2],
    ]);
    expectValues(full([], 2.5), 2.5);
  });

  test('like another tensor', () => {
    const x = convertToTensor([[1, 2]], 'int32');
    expect(zerosLike(x).dtype).toBe('int32');
    expectValues(onesLike(x, 'float32'), [[1, 1]]);
    expectValues(fullLike(x, 7), [[7, 7]]);
  });

  test('refuse shapes that are none', () => {
    expect(() => zeros([2, -1])).toThrow('`shape` must be a list of integers, none negative. Received: shape=[2, -1]');
    expect(() => ones(1.5)).toThrow('Received: shape=1.5');
  });
});
