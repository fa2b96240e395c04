import { describe, expect, test } from 'vitest';
import { depthScale } from './depth-scale.ts';

describe('depth scale', () => {
  test('against closed forms', () => {
    // ReLU passes half of the mean square: chi = weightVariance / 2.
    expect(depthScale('relu', { weightVariance: 1 })).toMatchObject({ correlation: 1 });
    expect(depthScale('relu', { weightVariance: 1 }).chi).toBeCloseTo(0.5, 4);
    expect(depthScale('relu', { weightVariance: 1 }).signal).toBeCloseTo(1 / Math.LN2, 3);
    expect(depthScale('relu', { weightVariance: 1, biasVariance: 0.5 }).q).toBeCloseTo(1, 3);
    expect(depthScale('linear', { weightVariance: 0.25 }).gradient).toBeCloseTo(1 / Math.log(4), 6);
    // Below the edge of chaos tanh without biases is linear in deep layers.
    const ordered = depthScale('tanh', { weightVariance: 0.5 });
    expect([ordered.q, ordered.chi].map((x) => Number(x.toFixed(4)))).toEqual([0, 0.5]);
    expect(ordered.signal).toBeCloseTo(1 / Math.LN2, 3);
  });

  test('tanh grows chaotic with its weights, and the scale is largest at the edge', () => {
    const at = (weightVariance: number) => depthScale('tanh', { weightVariance, biasVariance: 0.05 });
    expect(at(1).correlation).toBe(1);
    expect(at(4).correlation).toBeLessThan(0.6);
    expect(at(4).chi).toBeGreaterThan(1);
    const scales = [0.5, 1, 1.4, 1.76, 2.5, 4].map((variance) => at(variance).signal);
    expect(scales.indexOf(Math.max(...scales))).toBe(3);
    // Schoenholz et al. put the edge for biases of variance 0.05 near 1.76.
    expect(at(1.76).chi).toBeCloseTo(1, 1);
  });

  test('what grows without end', () => {
    expect(depthScale('relu', { weightVariance: 3 })).toMatchObject({ q: Number.POSITIVE_INFINITY, correlation: 1 });
  });

  test('refuses what it does not know', () => {
    expect(() => depthScale('softmax', { weightVariance: 1 })).toThrow(/activation of one number/);
    expect(() => depthScale('tan', { weightVariance: 1 })).toThrow(/Did you mean "tanh"/);
    expect(() => depthScale('tanh', { weightVariance: -1 })).toThrow(/`weightVariance`/);
    // @ts-expect-error
    expect(() => depthScale('tanh', { weightVariance: 1, bias: 1 })).toThrow(/bias/);
  });
});
