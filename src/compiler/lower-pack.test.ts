import { expect, test } from 'vitest';
import { needsPacking, packedMatrix, packedSize } from './lower-pack.ts';
import { type DotShape, type Matrix, panelsOf } from './panels.ts';

const target = { lanes: 4, tileRows: [0, 8, 6, 3, 3, 2, 2], panelBytes: Number.POSITIVE_INFINITY, rowPointers: true };
const shape = (m: number, k: number, n: number): DotShape => ({ batch: 1, m, k, n });
const rows = (k: number, n: number): Matrix => ({ buffer: 0, offset: 0, strides: [k * n, n, 1] });
const columns = (k: number, n: number): Matrix => ({ buffer: 0, offset: 0, strides: [k * n, 1, k] });

test('a right operand is packed when its columns are apart, when it is large, or when its rows share cache sets', () => {
  expect(needsPacking(shape(32, 100, 10), rows(100, 10))).toBe(false);
  expect(needsPacking(shape(32, 100, 10), columns(100, 10))).toBe(true);
  expect(needsPacking(shape(128, 1000, 1000), rows(1000, 1000))).toBe(true);
  expect(needsPacking(shape(32, 1000, 1000), rows(1000, 1000))).toBe(false);
  expect(needsPacking(shape(32, 64, 512), rows(64, 512))).toBe(true);
});

test('packed panels follow one another and have room for whole vectors', () => {
  const wanted = { batch: 3, m: 5, k: 7, n: 26 };
  const { matrix, panelStride } = packedMatrix(wanted, 9, panelsOf(26, target), target);
  const { width, count } = panelsOf(26, target);
  expect(matrix).toEqual({ buffer: 9, offset: 0, strides: [count * panelStride, width * 4, 1] });
  expect(panelStride).toBe(width * 4 * 7);
  expect(packedSize(wanted, panelsOf(26, target), target)).toBe(3 * count * panelStride);
});
