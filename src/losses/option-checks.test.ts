import { expect, test } from 'vitest';
import {
  axesOption,
  booleanOption,
  choiceOption,
  integerOption,
  integerOrNull,
  numberOption,
  positiveOption,
} from './option-checks.ts';

test('missing values get the default', () => {
  expect(numberOption('a', undefined, 3)).toBe(3);
  expect(numberOption('a', null, 3)).toBe(3);
  expect(positiveOption('a', undefined, 3)).toBe(3);
  expect(integerOption('a', null, 3)).toBe(3);
  expect(integerOrNull('a', undefined)).toBeNull();
  expect(booleanOption('a', undefined, true)).toBe(true);
  expect(choiceOption('a', undefined, ['x', 'y'], 'y')).toBe('y');
  expect(axesOption('a', undefined)).toBeNull();
});

test('good values come back', () => {
  expect(numberOption('a', 0.5, 3, { min: 0, max: 1 })).toBe(0.5);
  expect(integerOrNull('a', -1)).toBe(-1);
  expect(booleanOption('a', false, true)).toBe(false);
  expect(choiceOption('a', 'x', ['x', 'y'], 'y')).toBe('x');
  expect(axesOption('a', [1, -1])).toEqual([1, -1]);
});

test.each([
  [() => numberOption('a', '1', 3), '`a` must be a number. Received: a="1"'],
  [() => numberOption('a', Number.POSITIVE_INFINITY, 3), '`a` must be a number. Received: a=Infinity'],
  [() => numberOption('a', 2, 3, { min: 0, max: 1 }), '`a` must be a number from 0 to 1. Received: a=2'],
  [() => numberOption('a', -2, 3, { min: 0 }), '`a` must be a number that is at least 0. Received: a=-2'],
  [() => positiveOption('a', 0, 3), '`a` must be a positive number. Received: a=0'],
  [() => integerOption('a', 0.5, 3), '`a` must be an integer. Received: a=0.5'],
  [() => integerOrNull('a', 0, { min: 1 }), '`a` must be an integer that is at least 1. Received: a=0'],
  [() => booleanOption('a', 'no', true), '`a` must be true or false. Received: a="no"'],
  [() => choiceOption('a', 'z', ['x', 'y'], 'y'), '`a` must be one of "x", "y". Received: a="z"'],
  [() => axesOption('a', ['x']), '`a` must be an integer. Received: a="x"'],
])('bad values are refused: %#', (check, message) => expect(check).toThrow(message));
