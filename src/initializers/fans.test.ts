import { describe, expect, test } from 'vitest';
import { computeFans } from './fans.ts';

describe('computeFans', () => {
  test.each([
    [[], 1, 1],
    [[7], 7, 7],
    [[3, 5], 3, 5],
    [[3, 4, 5], 12, 15],
    [[3, 3, 4, 5], 36, 45],
  ])('%j has %d inputs and %d outputs', (shape, fanIn, fanOut) => {
    expect(computeFans(shape)).toEqual({ fanIn, fanOut });
  });

  test('takes the product of named axes, without a receptive field', () => {
    expect(computeFans([2, 3, 4], [0], [1, -1])).toEqual({ fanIn: 2, fanOut: 12 });
    expect(() => computeFans([2, 3], [5], [1])).toThrow('`inputAxes` must be');
  });
});
