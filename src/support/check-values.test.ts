import { expect, test } from 'vitest';
import { axisOrAxes, finiteNumber, flag, nonNegativeNumber, oneOf, positiveNumber } from './check-values.ts';

test.each([
  ['finiteNumber', finiteNumber, [0, -1.5], [Number.NaN, Number.POSITIVE_INFINITY, '1', null]],
  ['positiveNumber', positiveNumber, [0.1], [0, -1, Number.POSITIVE_INFINITY]],
  ['nonNegativeNumber', nonNegativeNumber, [0, 2], [-0.1, Number.NaN]],
  ['flag', flag, [true, false], [0, 'true', null]],
  ['axisOrAxes', axisOrAxes, [0, -1, [0, 1]], [0.5, [], [0.5], 'x', null]],
] as const)('%s lets through what it should', (_, check, good, bad) => {
  for (const value of good) expect(check('x', value)).toBe(value);
  for (const value of bad) expect(() => check('x', value)).toThrow('`x` must be');
});

test('oneOf lists its choices', () => {
  expect(oneOf('mode', 'b', ['a', 'b'])).toBe('b');
  expect(() => oneOf('mode', 'c', ['a', 'b'])).toThrow('`mode` must be one of "a", "b". Received: mode="c"');
});
