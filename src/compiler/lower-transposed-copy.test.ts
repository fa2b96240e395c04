import { expect, test } from 'vitest';
import { needsTransposedCopy } from './lower-transposed-copy.ts';
import type { DotShape, Matrix } from './panels.ts';

const shape = (m: number, k: number, n: number): DotShape => ({ batch: 1, m, k, n });
const rows = (k: number, n: number): Matrix => ({ buffer: 0, offset: 0, strides: [k * n, n, 1] });
const columns = (k: number, n: number): Matrix => ({ buffer: 0, offset: 0, strides: [k * n, 1, k] });

test('a left operand is copied when its rows are neighbours a power of two apart', () => {
  expect(needsTransposedCopy(shape(64, 256, 64), columns(256, 256))).toBe(true);
  expect(needsTransposedCopy(shape(64, 256, 64), rows(64, 256))).toBe(false);
  expect(needsTransposedCopy(shape(8, 256, 64), columns(256, 256))).toBe(false);
});
