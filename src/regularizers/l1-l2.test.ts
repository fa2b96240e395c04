import { describe, expect, test } from 'vitest';
import { expectGradient, expectValues } from '../ops/testing/expect.ts';
import { L1, L1L2, L2 } from './l1-l2.ts';

const w = [
  [1, -2],
  [3, 0.5],
];

describe('penalties', () => {
  test('are sums of absolute values and squares', () => {
    expectValues(new L1({ l1: 0.1 }).apply(w), 0.65);
    expectValues(new L2({ l2: 0.1 }).apply(w), 1.425);
    expectValues(new L1L2({ l1: 0.1, l2: 0.1 }).apply(w), 2.075);
    expectValues(new L2(1).apply(w), 14.25);
  });

  test('have the right gradients', () => {
    for (const penalty of [new L1(), new L2(), new L1L2({ l1: 0.1, l2: 0.2 })])
      expectGradient((x) => penalty.apply(x), [w]);
  });

  test('have Keras’s defaults and configs', () => {
    expect(new L1().getConfig()).toEqual({ l1: 0.009999999776482582 });
    expect(new L2().getConfig()).toEqual({ l2: 0.01 });
    expect(new L1L2().getConfig()).toEqual({ l1: 0, l2: 0 });
    expect(L1.fromConfig({ l1: 0.009999999776482582 }).getConfig()).toEqual({ l1: 0.009999999776482582 });
  });

  test('refuse negative factors and unknown options', () => {
    expect(() => new L1(-0.1)).toThrow('`l1` must be a number that is not negative. Received: l1=-0.1');
    expect(() => new L2({ l2: Number.NaN })).toThrow('Received: l2=NaN');
    // @ts-expect-error no such option
    expect(() => new L1L2({ l3: 1 })).toThrow('Unknown option of L1L2');
  });
});
