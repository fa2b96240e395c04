import { expect, test } from 'vitest';
import { deviationText, limitTexts, valueText } from './deviation.ts';

test.each([
  ['gradientRms', -3, '1000 times too small'],
  ['gradientRms', 1.0414, '11 times too large'],
  ['gradientRms', 0.1, 'as expected'],
  ['std', Number.NaN, 'not measured'],
  ['std', Infinity, 'not finite'],
  ['deadShare', 0.4, '40 points above the expectation'],
  ['saturatedShare', -0.01, 'as expected'],
  ['mean', -0.5, '0.5 below the expectation'],
] as const)('%s off by %s is %s', (quantity, relative, text) => expect(deviationText(quantity, relative)).toBe(text));

test('shares are percentages', () => {
  expect(valueText('deadShare', 0.25)).toBe('25%');
  expect(valueText('std', 0.25)).toBe('0.25');
  expect(valueText('deadShare', Number.NaN)).toBe('NaN');
});

test('the ends of the scale', () => {
  expect(limitTexts('gradientRms', 3)).toEqual(['1000× too small', '1000× too large']);
  expect(limitTexts('deadShare', 0.5)).toEqual(['50% too little', '50% too much']);
  expect(limitTexts('mean', 2)).toEqual(['2 below', '2 above']);
});
