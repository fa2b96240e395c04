import { describe, expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { MaxNorm, MinMaxNorm, UnitNorm } from './norms.ts';

const w = [
  [3, 0.3],
  [4, 0.4],
];

describe('norm constraints', () => {
  test('MaxNorm shortens columns that are too long', () => {
    expectValues(new MaxNorm({ maxValue: 1 }).apply(w), [
      [0.6, 0.3],
      [0.8, 0.4],
    ]);
    expectValues(new MaxNorm({ maxValue: 1, axis: 1 }).apply([[3, 4]]), [[0.6, 0.8]]);
    expectValues(new MaxNorm({ maxValue: 1, axis: [0, 1] }).apply([[3, 4]]), [[0.6, 0.8]]);
  });

  test('MinMaxNorm brings lengths between two bounds, or part of the way', () => {
    expectValues(new MinMaxNorm({ minValue: 1, maxValue: 2 }).apply(w), [
      [1.2, 0.6],
      [1.6, 0.8],
    ]);
    expectValues(new MinMaxNorm({ minValue: 1, maxValue: 2, rate: 0.5 }).apply(w), [
      [2.1, 0.45],
      [2.8, 0.6],
    ]);
  });

  test('UnitNorm brings every column to length 1', () => {
    expectValues(new UnitNorm().apply(w), [
      [0.6, 0.6],
      [0.8, 0.8],
    ]);
    expectValues(new UnitNorm().apply([[0], [0]]), [[0], [0]]);
  });

  test('have Keras’s configs', () => {
    expect(new MaxNorm().getConfig()).toEqual({ max_value: 2, axis: 0 });
    expect(new MinMaxNorm().getConfig()).toEqual({ min_value: 0, max_value: 1, rate: 1, axis: 0 });
    expect(UnitNorm.fromConfig({ axis: [0, 1] }).getConfig()).toEqual({ axis: [0, 1] });
  });

  test('refuse bounds and axes that make no sense', () => {
    expect(() => new MinMaxNorm({ minValue: 2, maxValue: 1 })).toThrow(
      '`maxValue` must be a number from `minValue` (2) on',
    );
    expect(() => new MaxNorm(-1)).toThrow('Received: maxValue=-1');
    expect(() => new UnitNorm({ axis: 0.5 })).toThrow('`axis` must be an integer or a list of integers');
    expect(() => new UnitNorm({ axis: 3 }).apply(w)).toThrow('Received: axis=3');
  });
});
