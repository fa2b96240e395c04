import { describe, expect, test } from 'vitest';
import { ArgumentError } from './errors.ts';
import {
  at,
  broadcastShapes,
  formatShape,
  normalizeAxes,
  normalizeAxis,
  range,
  sameShape,
  sizeOf,
  stridesOf,
} from './shape.ts';

test('sizes, strides, equality', () => {
  expect([sizeOf([]), sizeOf([2, 3]), sizeOf([2, 0, 3])]).toEqual([1, 6, 0]);
  expect([stridesOf([]), stridesOf([5]), stridesOf([2, 3, 4])]).toEqual([[], [1], [12, 4, 1]]);
  expect(sameShape([2, null], [2, null])).toBe(true);
  expect(sameShape([2], [2, 1])).toBe(false);
  expect(sameShape([2, 3], [2, 4])).toBe(false);
});

test("are written as Python's tuples", () => {
  expect([formatShape([]), formatShape([3]), formatShape([null, 784])]).toEqual(['()', '(3,)', '(None, 784)']);
});

describe('broadcasting', () => {
  test.each<[readonly (readonly number[])[], readonly number[]]>([
    [[], []],
    [[[2, 3]], [2, 3]],
    [
      [[2, 3], []],
      [2, 3],
    ],
    [
      [[2, 1], [3]],
      [2, 3],
    ],
    [
      [[4, 1, 1], [3, 1], [5]],
      [4, 3, 5],
    ],
    [[[1], [0]], [0]],
    [
      [
        [2, 0],
        [1, 1],
      ],
      [2, 0],
    ],
  ])('%j', (shapes, result) => expect(broadcastShapes(...shapes)).toEqual(result));

  test('refuses two extents other than 1', () => {
    expect(() => broadcastShapes([2, 3], [2, 4])).toThrow(
      'Shapes cannot be broadcast together. Received: (2, 3) and (2, 4)',
    );
    expect(() => broadcastShapes([2], [0])).toThrow(ArgumentError);
  });
});

describe('axes', () => {
  test('count from the end when negative', () => {
    expect([normalizeAxis(0, 3), normalizeAxis(-1, 3), normalizeAxis(-3, 3)]).toEqual([0, 2, 0]);
  });

  test.each([3, -4, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('%d is none of three', (axis) => {
    expect(() => normalizeAxis(axis, 3)).toThrow(
      `\`axis\` must be an integer between -3 and 2 for a tensor of rank 3. Received: axis=${axis}`,
    );
  });

  test('several, one or all, sorted', () => {
    expect(normalizeAxes([-1, 0], 3)).toEqual([0, 2]);
    expect(normalizeAxes(1, 3)).toEqual([1]);
    expect([normalizeAxes(null, 3), normalizeAxes(undefined, 2), normalizeAxes(null, 0)]).toEqual([
      [0, 1, 2],
      [0, 1],
      [],
    ]);
    expect(normalizeAxes([], 3)).toEqual([]);
  });

  test('may not repeat, also not in disguise', () => {
    expect(() => normalizeAxes([0, 0], 2)).toThrow(
      '`axis` must be a list without repeated axes. Received: axis=[0, 0]',
    );
    expect(() => normalizeAxes([1, -1], 2, 'axes')).toThrow(
      '`axes` must be a list without repeated axes. Received: axes=[1, -1]',
    );
  });
});

test('at and range', () => {
  expect(range(3)).toEqual([0, 1, 2]);
  expect(range(0)).toEqual([]);
  expect(at([5, 6], 1)).toBe(6);
  expect(() => at([5, 6], 2)).toThrow('Index 2 is outside a list of 2: [5, 6]');
});
