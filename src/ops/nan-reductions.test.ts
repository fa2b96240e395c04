import { expect, test } from 'vitest';
import { cast } from './core.ts';
import * as nan from './nan-reductions.ts';
import { expectGradient, valuesOf } from './testing/expect.ts';

const N = Number.NaN;
const holes = [
  [1, N, 3],
  [N, N, N],
];

test('NaN is left out; lines of nothing else give what nothing gives', () => {
  expect(valuesOf(nan.nansum(holes, 1))).toEqual([4, 0]);
  expect(valuesOf(nan.nanprod(holes, 1))).toEqual([3, 1]);
  expect(valuesOf(nan.nanmax(holes, 1))).toEqual([3, N]);
  expect(valuesOf(nan.nanmin(holes, 1))).toEqual([1, N]);
  expect(valuesOf(nan.nanmean(holes, { axis: 1, keepdims: true }))).toEqual([[2], [N]]);
  expect(valuesOf(nan.nanvar(holes, 1))).toEqual([1, N]);
  expect(valuesOf(nan.nanstd(holes))).toBe(1);
  expect(valuesOf(nan.nanargmax(holes, 1))).toEqual([2, -1]);
  expect(valuesOf(nan.nanargmin(holes, { axis: 1, keepdims: true }))).toEqual([[0], [-1]]);
  expect(valuesOf(nan.nancumsum(holes, 1))).toEqual([
    [1, 1, 4],
    [0, 0, 0],
  ]);
  expect(valuesOf(nan.nancumprod([2, N, 3]))).toEqual([2, 2, 6]);
});

test('whole numbers stay whole', () => {
  const whole = cast([3, 1], 'int32');
  for (const f of [nan.nansum, nan.nanprod, nan.nanmax, nan.nanmin]) expect(f(whole).dtype).toBe('int32');
  expect(valuesOf(nan.nanargmax(whole))).toBe(0);
});

test('gradients go to the elements that count', () => {
  expectGradient((x) => nan.nanmean(x, 1), [[[1, 2, 4]]]);
  expectGradient((x) => nan.nanvar(x), [[1, 2, 4]]);
  expectGradient((x) => nan.nanmax(x), [[1, 2, 4]]);
});
