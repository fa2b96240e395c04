import { expect, test } from 'vitest';
import { curveThresholds, evenThresholds, thresholdList, thresholdsOption } from './thresholds.ts';

test('options are one, several or none', () => {
  expect(thresholdsOption('t', undefined)).toBeNull();
  expect(thresholdsOption('t', 0.3)).toBe(0.3);
  expect(thresholdsOption('t', [0, 1])).toEqual([0, 1]);
  for (const bad of [-0.1, 1.1, [], [0.5, 2], 'half', [null]]) {
    expect(() => thresholdsOption('t', bad)).toThrow('`t` must be a number from 0 to 1, a list of such numbers');
  }
});

test('lists know whether they are even', () => {
  expect(thresholdList(null, 0.5)).toEqual({ values: [0.5], even: false, padded: false });
  expect(thresholdList([0, 0.5, 1], 0.5).even).toBe(true);
  expect(thresholdList([0.2, 0.5, 0.8], 0.5).even).toBe(false);
  expect(evenThresholds(5)).toEqual({ values: [0, 0.25, 0.5, 0.75, 1], even: true, padded: false });
  expect(evenThresholds(1).values).toEqual([0.5]);
});

test('those of a curve reach a little beyond both ends', () => {
  expect(curveThresholds(3, null)).toEqual({ values: [-1e-7, 0.5, 1 + 1e-7], even: true, padded: true });
  expect(curveThresholds(4, [0.7, 0.2])).toEqual({ values: [-1e-7, 0.2, 0.7, 1 + 1e-7], even: false, padded: true });
});
