import { describe, expect, test } from 'vitest';
import { gaussianMean } from './gaussian.ts';
import { layerMap, meanField } from './mean-field.ts';

/** The gradient's factor per layer for weights of variance `scale` / n, in a wide stack. */
const factor = (activation: string, scale: number, q = 1) =>
  Math.sqrt(scale * (layerMap(activation, q)?.slopeSquare ?? Number.NaN));

describe('mean field', () => {
  test('Gaussian expectations', () => {
    expect(gaussianMean(() => 1)).toBeCloseTo(1, 10);
    expect(gaussianMean((z) => z ** 4)).toBeCloseTo(3, 8);
  });

  test('gradient factors against closed forms', () => {
    expect(factor('relu', 2)).toBeCloseTo(1, 3);
    expect(factor('relu', 1)).toBeCloseTo(Math.SQRT1_2, 3);
    // chi of SELU with LeCun weights: lambda^2 (1/2 + alpha^2 e^2 Phi(-2)) = 1.0716.
    expect(factor('selu', 1)).toBeCloseTo(1.0352, 3);
    expect(factor('sigmoid', 1)).toBeCloseTo(0.21, 2);
    expect(factor('tanh', 1)).toBeCloseTo(0.6815, 3);
    expect(factor('softsign', 1)).toBeCloseTo(0.477, 3);
    expect(factor('elu', 2)).toBeCloseTo(1.156, 2);
    expect(factor('linear', 1.44)).toBeCloseTo(1.2, 6);
  });

  test('SELU with LeCun weights keeps variance 1: the fixed point', () => {
    const stack = Array.from({ length: 30 }, () => ({
      activation: 'selu',
      fanIn: 100,
      units: 100,
      weightSquare: 1 / 100,
      biasSquare: 0,
      normalized: false,
    }));
    const expected = meanField(stack, 1);
    expect(expected.at(-1)?.rms).toBeCloseTo(1, 3);
    expect(expected.at(-1)?.gradientFactor).toBeNull();
    expect(expected[0]?.depthScale).toBe(Number.POSITIVE_INFINITY);
  });

  test('a ReLU stack with Glorot weights loses half of the variance per layer', () => {
    const stack = Array.from({ length: 3 }, () => ({
      activation: 'relu',
      fanIn: 50,
      units: 50,
      weightSquare: 1 / 50,
      biasSquare: 0,
      normalized: false,
    }));
    const [first, second, third] = meanField(stack, 1);
    expect([first?.q, second?.q, third?.q].map((q) => q?.toFixed(4))).toEqual(['1.0000', '0.5000', '0.2500']);
    expect(first?.gradientFactor).toBeCloseTo(Math.SQRT1_2, 3);
    expect(first?.depthScale).toBeCloseTo(1 / Math.log(2), 3);
  });

  test('normalization holds the variance, and the gradient with it', () => {
    const stack = Array.from({ length: 4 }, () => ({
      activation: 'sigmoid',
      fanIn: 20,
      units: 20,
      weightSquare: 25,
      biasSquare: 0,
      normalized: true,
    }));
    expect(meanField(stack, 1).map((layer) => layer?.q)).toEqual([1, 1, 1, 1]);
  });

  test('what is no function of one number has no expectation', () => {
    expect(layerMap('softmax', 1)).toBeNull();
  });
});
