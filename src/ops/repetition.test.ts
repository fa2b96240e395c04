import { expect, test } from 'vitest';
import { repeat, roll, tile } from './repetition.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2],
  [3, 4],
];

test('tile', () => {
  expectValues(tile([1, 2], 2), [1, 2, 1, 2]);
  expectValues(tile(x, [2, 1]), [...x, ...x]);
  expectValues(tile([1, 2], [2, 1]), [
    [1, 2],
    [1, 2],
  ]);
  expect(() => tile(x, [-1])).toThrow('`repeats` must be integers');
});

test('repeat', () => {
  expectValues(repeat(x, 2), [1, 1, 2, 2, 3, 3, 4, 4]);
  expectValues(repeat(x, 2, 1), [
    [1, 1, 2, 2],
    [3, 3, 4, 4],
  ]);
  expectValues(repeat(x, [1, 2], { axis: 0 }), [
    [1, 2],
    [3, 4],
    [3, 4],
  ]);
  expect(() => repeat(x, [1, 2, 3], 0)).toThrow('one for each of the 2 elements');
});

test('roll', () => {
  expectValues(roll([1, 2, 3], 1), [3, 1, 2]);
  expectValues(roll([1, 2, 3], -1), [2, 3, 1]);
  expectValues(roll([1, 2, 3], 7), [3, 1, 2]);
  expectValues(roll(x, 1), [
    [4, 1],
    [2, 3],
  ]);
  expectValues(roll(x, 1, 0), [
    [3, 4],
    [1, 2],
  ]);
  expectValues(roll(x, [1, 1], { axis: [0, 1] }), [
    [4, 3],
    [2, 1],
  ]);
});

test('gradients agree with differences', () => {
  expectGradient((t) => tile(t, [2, 3]), [x]);
  expectGradient((t) => repeat(t, 2, 1), [x]);
  expectGradient((t) => roll(t, 1, 1), [x]);
});
