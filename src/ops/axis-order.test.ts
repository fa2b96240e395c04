import { expect, test } from 'vitest';
import { moveaxis, swapaxes } from './axis-order.ts';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';

test('swapaxes and moveaxis', () => {
  const t = reshape(arange(24), [2, 3, 4]);
  expect(swapaxes(t, 0, -1).shape).toEqual([4, 3, 2]);
  expect(moveaxis(t, 0, -1).shape).toEqual([3, 4, 2]);
  expect(moveaxis(t, [0, 1], [-1, -2]).shape).toEqual([4, 3, 2]);
  expect(() => moveaxis(t, [0, 1], 0)).toThrow('as many axes as `source` has (2)');
});
