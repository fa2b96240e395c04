import { expect, test } from 'vitest';
import {
  axisOrAxes,
  finiteNumber,
  flag,
  fraction,
  fractionBelowOne,
  integer,
  integerFrom,
  nonNegativeInteger,
  nonNegativeNumber,
  oneOf,
  optional,
  positiveInteger,
  positiveNumber,
  uint32,
} from './check-values.ts';

test.each([
  ['finiteNumber', finiteNumber, [0, -1.5], [Number.NaN, Number.POSITIVE_INFINITY, '1', null]],
  ['positiveNumber', positiveNumber, [0.1], [0, -1, Number.POSITIVE_INFINITY]],
  ['nonNegativeNumber', nonNegativeNumber, [0, 2], [-0.1, Number.NaN]],
  ['fraction', fraction, [0, 0.5, 1], [-0.1, 1.1, Number.NaN, '0.5', null]],
  ['fractionBelowOne', fractionBelowOne, [0, 0.999], [-0.1, 1, null]],
  ['integer', integer, [-1, 0, 3], [0.5, Number.NaN, 2 ** 53, '1', null]],
  ['positiveInteger', positiveInteger, [1, 3], [0, -1, 0.5, '1']],
  ['nonNegativeInteger', nonNegativeInteger, [0, 3], [-1, 0.5, true]],
  ['uint32', uint32, [0, 2 ** 32 - 1], [-1, 2 ** 32, 0.5]],
  ['integerFrom', integerFrom(2), [2, 3], [1, 2.5, null]],
  ['flag', flag, [true, false], [0, 'true', null]],
  ['axisOrAxes', axisOrAxes, [0, -1, [0, 1]], [0.5, [], [0.5], 'x', null]],
] as const)('%s lets through what it should', (_, check, good, bad) => {
  for (const value of good) expect(check('x', value)).toBe(value);
  for (const value of bad) expect(() => check('x', value)).toThrow('`x` must be');
});

test('bounds are named', () => {
  expect(() => integerFrom(2)('steps', 1)).toThrow('`steps` must be an integer that is at least 2. Received: steps=1');
});

test('oneOf lists its choices', () => {
  expect(oneOf('mode', 'b', ['a', 'b'])).toBe('b');
  expect(() => oneOf('mode', 'c', ['a', 'b'])).toThrow('`mode` must be one of "a", "b". Received: mode="c"');
});

test('optional leaves out what is missing', () => {
  expect(optional(integer, 'x', undefined)).toBeNull();
  expect(optional(integer, 'x', null)).toBeNull();
  expect(optional(integer, 'x', 3)).toBe(3);
  expect(() => optional(integer, 'x', 0.5)).toThrow('`x` must be an integer. Received: x=0.5');
});
