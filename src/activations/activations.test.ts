import { describe, expect, test } from 'vitest';
import { expectGradient, expectValues } from '../ops/testing/expect.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { exponential, gelu, linear, relu } from './activations.ts';

describe('relu', () => {
  const x = [-2, 0.5, 3, 9];

  test('has slope, ceiling and threshold', () => {
    expectValues(relu(x), [0, 0.5, 3, 9]);
    expectValues(relu(x, { negativeSlope: 0.5 }), [-1, 0.5, 3, 9]);
    expectValues(relu(x, { maxValue: 6 }), [0, 0.5, 3, 6]);
    expectValues(relu(x, { maxValue: 4 }), [0, 0.5, 3, 4]);
    expectValues(relu(x, { threshold: 1 }), [0, 0, 3, 9]);
    expectValues(relu(x, { threshold: 1, negativeSlope: 0.5, maxValue: 4 }), [-1.5, -0.25, 3, 4]);
    expectGradient((v) => relu(v, { threshold: 1, negativeSlope: 0.5, maxValue: 4 }), [x]);
  });

  test('refuses negative slopes and ceilings, and unknown options', () => {
    expect(() => relu(x, { negativeSlope: -1 })).toThrow(
      '`negativeSlope` must be a number that is not negative. Received: negativeSlope=-1',
    );
    expect(() => relu(x, { maxValue: -1 })).toThrow('Received: maxValue=-1');
    // @ts-expect-error the old name
    expect(() => relu(x, { alpha: 0.1 })).toThrow('Unknown option of relu');
  });
});

test('gelu is exact unless told otherwise', () => {
  expectValues(gelu([1]), [0.8413447]);
  expectValues(gelu([1], { approximate: true }), [0.841192]);
});

test('linear and exponential', () => {
  const x = convertToTensor([1, 2]);
  expect(linear(x)).toBe(x);
  expectValues(exponential([0, 1]), [1, Math.E]);
});
