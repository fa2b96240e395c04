import { expect, test } from 'vitest';
import { ArgumentError } from '../support/errors.ts';
import { flattenNested, type NestedInput, toNested } from './nested.ts';

test('numbers in nested arrays, row by row, and back', () => {
  expect(
    flattenNested([
      [1, 2, 3],
      [4, 5, 6],
    ]),
  ).toEqual({ shape: [2, 3], values: [1, 2, 3, 4, 5, 6], allBoolean: false, allInteger: true });
  expect(toNested([1, 2, 3, 4, 5, 6], [2, 3])).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect(toNested([1, 2, 3, 4, 5, 6], [1, 3, 2])).toEqual([
    [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
  ]);
});

test('a number is a scalar, and an empty array has no elements', () => {
  expect(flattenNested(2.5)).toMatchObject({ shape: [], values: [2.5], allInteger: false });
  expect(toNested([7], [])).toBe(7);
  expect(flattenNested([])).toMatchObject({ shape: [0], values: [], allBoolean: false });
  expect(flattenNested([[], []])).toMatchObject({ shape: [2, 0] });
  expect(toNested([], [2, 0])).toEqual([[], []]);
});

test('booleans are numbers, and known as booleans when there is nothing else', () => {
  expect(flattenNested([true, false])).toMatchObject({ values: [1, 0], allBoolean: true });
  expect(flattenNested([true, 2])).toMatchObject({ values: [1, 2], allBoolean: false });
});

test('NaN and infinities are numbers, but no integers', () => {
  expect(flattenNested([Number.NaN, Number.POSITIVE_INFINITY])).toMatchObject({
    values: [Number.NaN, Number.POSITIVE_INFINITY],
    allInteger: false,
  });
});

test.each<[string, unknown, string]>([
  ['rows of two lengths', [[1, 2], [3]], 'expected 2 items at depth 1. Received: [3]'],
  ['a number among rows', [[1, 2], 3], 'Nested arrays must hold numbers at depth 2. Received: 3 at depth 1'],
  ['a row among numbers', [1, [2]], 'expected a number at depth 1. Received: [2]'],
  ['text', [1, 'two'], 'Received: "two" at depth 1'],
  ['nothing', [1, undefined], 'Received: undefined at depth 1'],
  ['null', [[null]], 'Received: null at depth 2'],
])('refuses %s', (_, value, ending) => {
  // Wrong on purpose: plain JavaScript may pass anything.
  expect(() => flattenNested(value as NestedInput)).toThrow(ArgumentError);
  expect(() => flattenNested(value as NestedInput)).toThrow(ending);
});
