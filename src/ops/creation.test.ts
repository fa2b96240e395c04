import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { full, fullLike, ones, onesLike, zeros, zerosLike } from './creation.ts';
import { eye, identity, tri } from './matrices.ts';
import { meshgrid } from './meshgrid.ts';
import { arange, linspace, logspace } from './sequence.ts';
import { expectValues, valuesOf } from './testing/expect.ts';

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
    expect(() => zeros([2, -1])).toThrow(
      '`shape` must be a list of whole numbers, none negative. Received: shape=[2, -1]',
    );
    expect(() => ones(1.5)).toThrow('Received: shape=1.5');
  });
});

describe('arange', () => {
  test('of whole numbers is int32', () => {
    expect(arange(3).dtype).toBe('int32');
    expectValues(arange(3), [0, 1, 2]);
    expectValues(arange(2, 5), [2, 3, 4]);
    expectValues(arange(5, { stop: 0, step: -2 }), [5, 3, 1]);
    expectValues(arange(3, 3), []);
  });

  test('of fractions is float32', () => {
    expectValues(arange(0, 1, 0.25), [0, 0.25, 0.5, 0.75]);
    expectValues(arange(3, { dtype: 'float32' }), [0, 1, 2]);
  });

  test('refuses a step of 0', () => {
    expect(() => arange(0, 3, 0)).toThrow('`step` must be a number other than 0');
  });
});

describe('linspace', () => {
  test('hits both ends, or leaves the last one out', () => {
    expectValues(linspace(0, 1, 5), [0, 0.25, 0.5, 0.75, 1]);
    expectValues(linspace(0, 1, { num: 4, endpoint: false }), [0, 0.25, 0.5, 0.75]);
    expectValues(linspace(3, 7, 1), [3]);
    expect(valuesOf(linspace(0, 0.3, 4))).toHaveProperty('3', Math.fround(0.3));
  });

  test('gives the step on request, and takes tensors', () => {
    const [values, step] = linspace(0, 1, { num: 3, retstep: true });
    expectValues(values, [0, 0.5, 1]);
    expectValues(step, 0.5);
    expectValues(linspace([0, 10], [1, 20], { num: 2, axis: -1 }), [
      [0, 1],
      [10, 20],
    ]);
  });

  test('logspace', () => {
    expectValues(logspace(0, 2, { num: 3 }), [1, 10, 100]);
    expectValues(logspace(0, 2, { num: 3, base: 2 }), [1, 2, 4]);
  });
});

test('matrices with ones', () => {
  expectValues(eye(2), [
    [1, 0],
    [0, 1],
  ]);
  expectValues(eye(2, { M: 3, k: 1 }), [
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(identity(2, 'int32').dtype).toBe('int32');
  expectValues(tri(2, { M: 3, k: 0 }), [
    [1, 0, 0],
    [1, 1, 0],
  ]);
});

test('meshgrid in both orders', () => {
  const [x, y] = meshgrid([1, 2], [3, 4, 5]);
  expectValues(x ?? [], [
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  expectValues(y ?? [], [
    [3, 3],
    [4, 4],
    [5, 5],
  ]);
  expect(meshgrid([1, 2], [3, 4, 5], { indexing: 'ij' })[0]?.shape).toEqual([2, 3]);
});
