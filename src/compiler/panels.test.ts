import { describe, expect, test } from 'vitest';
import { range } from '../support/shape.ts';
import type { Target } from './kernel.ts';
import { type DotShape, isScattered, type Matrix, panelsOf, partOfSum } from './panels.ts';

const WIDEST = 6;

describe.each([4, 8, 16])('panels of %i lanes', (lanes) => {
  const target = { lanes, tileRows: [0, 8, 6, 3, 3, 2, 2], panelBytes: Number.POSITIVE_INFINITY, rowPointers: true };

  test('cover the columns exactly, none wider than a tile', () => {
    for (const n of range(300).map((i) => i + 1)) {
      const { width, count, regular, last } = panelsOf(n, target);
      expect(width).toBeGreaterThanOrEqual(1);
      expect(width).toBeLessThanOrEqual(WIDEST);
      expect(count).toBe(regular + (last === undefined ? 0 : 1));
      const rest = last === undefined ? 0 : (last.width - 1) * lanes + last.lanes;
      expect(regular * width * lanes + rest, `${n} columns`).toBe(n);
      expect(last?.lanes ?? lanes).toBeGreaterThanOrEqual(1);
      expect(last?.lanes ?? lanes).toBeLessThanOrEqual(lanes);
      expect(last?.width ?? width).toBeLessThanOrEqual(width);
    }
  });

  test('are as even as they can be', () => {
    expect(panelsOf(7 * lanes, target)).toMatchObject({ width: 4, count: 2 });
    expect(panelsOf(6 * lanes, target)).toEqual({ width: 6, count: 1, regular: 1, last: undefined });
  });
});

const shape = (m: number, k: number, n: number): DotShape => ({ batch: 1, m, k, n });
const rows = (k: number, n: number): Matrix => ({ buffer: 0, offset: 0, strides: [k * n, n, 1] });
const columns = (k: number, n: number): Matrix => ({ buffer: 0, offset: 0, strides: [k * n, 1, k] });

test('a left operand is scattered when its rows are neighbours a power of two apart', () => {
  expect(isScattered(shape(64, 256, 64), columns(256, 256))).toBe(true);
  expect(isScattered(shape(64, 256, 64), rows(64, 256))).toBe(false);
  expect(isScattered(shape(8, 256, 64), columns(256, 256))).toBe(false);
});

describe('sums are done in parts', () => {
  const target: Target = { lanes: 16, tileRows: [0, 24, 12, 8, 6], panelBytes: 40 << 10, rowPointers: false };
  const partOf = (dot: DotShape, left: Matrix) => partOfSum(dot, left, panelsOf(dot.n, target), target);

  test('where a panel would be read from memory for each tile, of equal and even lengths', () => {
    const part = partOf(shape(64, 9216, 128), rows(9216, 64));
    expect(9216 % part).toBe(0);
    expect(part % 2).toBe(0);
    expect(part * 4 * 64).toBeLessThanOrEqual(target.panelBytes);
    expect(partOf(shape(64, 9217, 128), rows(9217, 64)) % 2).toBe(0);
  });

  test('where the left operand is scattered', () => {
    expect(partOf(shape(1024, 256, 1024), columns(1024, 1024))).toBe(128);
  });

  test('and otherwise not, nor for a tile or two, nor where the target has no such limit', () => {
    expect(partOf(shape(256, 1024, 1024), rows(1024, 256))).toBe(1024);
    expect(partOf(shape(8, 9216, 128), rows(9216, 8))).toBe(9216);
    const endless = { ...target, panelBytes: Number.POSITIVE_INFINITY };
    const dot = shape(64, 9216, 128);
    expect(partOfSum(dot, rows(9216, 64), panelsOf(128, endless), endless)).toBe(9216);
  });
});
