import { describe, expect, test } from 'vitest';
import { durationText, numberText, percentText, stepText } from './number-text.ts';

describe('numberText', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [0.123456, '0.1235'],
    [-2.5, '−2.5'],
    [1e-3, '0.001'],
    [0.00012345, '1.23e-4'],
    [1e-8, '1e-8'],
    [99999, '100000'],
    [123456, '123.5 k'],
    [7.5e6, '7.5 M'],
    [-3.2e18, '−3.20e18'],
    [Number.NaN, 'NaN'],
    [Number.NEGATIVE_INFINITY, '−∞'],
    [null, '–'],
  ])('%s reads %s', (value, text) => expect(numberText(value)).toBe(text));
});

test.each([
  [0.4, '0 s'],
  [59.4, '59 s'],
  [61, '1 min 1 s'],
  [3661, '1 h 1 min'],
  [90000, '1 d 1 h'],
  [-5, '0 s'],
])('%s seconds read %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

test('steps', () => expect(stepText(141000)).toBe('141,000'));

test('shares', () => {
  expect(percentText(0.12345)).toBe('12.3%');
  expect(percentText(1)).toBe('100%');
});
