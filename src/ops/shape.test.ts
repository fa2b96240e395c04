import { describe, expect, test } from 'vitest';
import { arange } from './sequence.ts';
import { broadcastTo, expandDims, ravel, reshape, squeeze, transpose } from './shape.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 6],
];

describe('reshape', () => {
  test('keeps the order and finds one extent', () => {
    expectValues(reshape(x, [3, 2]), [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(reshape(x, [-1, 2]).shape).toEqual([3, 2]);
    expectValues(ravel(x), [1, 2, 3, 4, 5, 6]);
    expectValues(reshape(x, 6), [1, 2, 3, 4, 5, 6]);
  });

  test('refuses what does not fit', () => {
    expect(() => reshape(x, [4])).toThrow(
      '`newshape` must be a shape with 6 elements, as (2, 3) has. Received: newshape=[4]',
    );
    expect(() => reshape(x, [-1, -1])).toThrow('Received: newshape=[-1, -1]');
    expect(() => reshape(x, [-1, 4])).toThrow('Received: newshape=[-1, 4]');
  });
});

describe('axes', () => {
  test('transpose', () => {
    expectValues(transpose(x), [
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    const t = reshape(arange(24), [2, 3, 4]);
    expect(transpose(t, [1, 2, 0]).shape).toEqual([3, 4, 2]);
    expect(transpose(t, { axes: [0, -1, 1] }).shape).toEqual([2, 4, 3]);
    expect(() => transpose(t, [0, 1])).toThrow('every one of the 3 axes once');
    expect(() => transpose(t, [0, 1, 1])).toThrow('Received: axes=[0, 1, 1]');
  });

  test('expandDims and squeeze', () => {
    expect(expandDims(x, 0).shape).toEqual([1, 2, 3]);
    expect(expandDims(x, { axis: -1 }).shape).toEqual([2, 3, 1]);
    expect(expandDims(x, [0, 2]).shape).toEqual([1, 2, 1, 3]);
    expect(squeeze([[[1], [2]]]).shape).toEqual([2]);
    expect(squeeze([[[1], [2]]], 0).shape).toEqual([2, 1]);
    expect(() => squeeze(x, 0)).toThrow('an axis of extent 1 of shape (2, 3). Received: axis=0');
  });

  test('broadcastTo', () => {
    expectValues(broadcastTo([[1], [2]], [2, 2]), [
      [1, 1],
      [2, 2],
    ]);
    expectValues(broadcastTo(3, [2]), [3, 3]);
    expect(() => broadcastTo([1, 2], [3])).toThrow('a shape that (2,) can be broadcast to. Received: shape=[3]');
  });
});

test('gradients agree with differences', () => {
  expectGradient(ravel, [x]);
  expectGradient((t) => transpose(t), [x]);
  expectGradient((t) => expandDims(t, 1), [x]);
  expectGradient((t) => broadcastTo(t, [3, 2, 3]), [[[1, 2, 3]]]);
});
