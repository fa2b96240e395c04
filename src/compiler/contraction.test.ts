import { describe, expect, test } from 'vitest';
import { type Contraction, inParts, mergeSums, partsOf } from './contraction.ts';
import { evenSteps, tilingOf } from './tiling.ts';

const axis = (extent: number, left: number, right = 0) => ({ extent, left, right });

/** The gradient of a 3 x 3 kernel for images of 26 x 26 x 32 and 64 filters. */
const kernelGradient = (images: number): Contraction => ({
  left: { buffer: 0, offset: 0 },
  right: { buffer: 1, offset: 0 },
  batch: [],
  rows: [axis(3, 832), axis(96, 1)],
  sums: [axis(images, 21632, 36864), axis(24, 832, 1536), axis(24, 32, 64)],
  columns: 64,
  columnStride: 1,
});

describe('contractions', () => {
  test('sums through which both operands advance evenly are one', () => {
    expect(mergeSums([axis(3, 96, 64), axis(32, 3, 2)])).toEqual([axis(96, 3, 2)]);
    expect(mergeSums([axis(3, 100, 64), axis(32, 3, 2)])).toHaveLength(2);
    expect(mergeSums([])).toEqual([]);
  });

  test('long sums of few results are cut into equal parts', () => {
    const parts = partsOf(kernelGradient(64));
    expect(64 % parts).toBe(0);
    expect(parts).toBeGreaterThanOrEqual(16);
    expect(partsOf(kernelGradient(61))).toBe(61);
    expect(partsOf(kernelGradient(2))).toBe(1);
  });

  test('sums that are short, or whose results are many, are not', () => {
    expect(partsOf({ ...kernelGradient(64), sums: [axis(9, 832, 64), axis(96, 1, 1)] })).toBe(1);
    expect(partsOf({ ...kernelGradient(64), rows: [axis(64, 9), axis(4096, 1)] })).toBe(1);
  });

  test('parts become a batch', () => {
    const split = inParts(kernelGradient(64), 16);
    expect(split.batch).toEqual([axis(16, 4 * 21632, 4 * 36864)]);
    expect(split.sums[0]).toEqual(axis(4, 21632, 36864));
    expect(inParts(kernelGradient(64), 64).sums).toHaveLength(2);
  });
});

describe('tiles', () => {
  const target = { lanes: 16, tileRows: [0, 24, 12, 8, 6], panelBytes: 40 << 10, rowPointers: false };

  test('have nearly equal heights', () => {
    expect([1, 12, 13, 24, 26, 100].map((n) => evenSteps(n, 12))).toEqual([1, 12, 7, 12, 9, 12]);
    expect(tilingOf(26, 26, 2, target)).toEqual({ lines: 1, height: 9 });
  });

  test('take whole lines together where lines are short', () => {
    expect(tilingOf(3, 3, 2, target)).toEqual({ lines: 3, height: 3 });
    expect(tilingOf(5, 20, 2, target)).toEqual({ lines: 2, height: 5 });
    expect(tilingOf(5, 1, 2, target)).toEqual({ lines: 1, height: 5 });
  });
});
