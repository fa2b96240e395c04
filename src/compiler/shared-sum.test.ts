import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Matrix } from './panels.ts';
import { inParts, sharedParts } from './shared-sum.ts';

const rows = (m: number, k: number): Matrix => ({ buffer: 0, offset: 0, strides: [m * k, k, 1] });
const columns = (k: number, n: number): Matrix => ({ buffer: 1, offset: 0, strides: [k * n, 1, k] });

test('sums are cut where few rows meet a large right operand, whose rows can be read as they lie', () => {
  const first = { batch: 1, m: 32, n: 100, k: 3072 };
  expect(sharedParts(first, rows(3072, 100))).toBe(8);
  expect(sharedParts({ ...first, k: 784, n: 300 }, rows(784, 300))).toBe(4);
  expect(sharedParts({ ...first, m: 256 }, rows(3072, 100))).toBe(1);
  expect(sharedParts({ ...first, k: 100 }, rows(100, 100))).toBe(1);
  expect(sharedParts({ ...first, batch: 2 }, rows(3072, 100))).toBe(1);
  expect(sharedParts(first, columns(3072, 100))).toBe(1);
});

test('the parts are an even number of equal ones of at least 128 terms, and read every term once', () => {
  const extents = [
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 600 }),
    fc.integer({ min: 1, max: 9000 }),
  ];
  fc.assert(
    fc.property(fc.tuple(...extents), ([m = 1, n = 1, k = 1]) => {
      const shape = { batch: 1, m, n, k };
      const operands = [rows(m, k), rows(k, n)] as const;
      const parts = sharedParts(shape, operands[1]);
      if (parts === 1) return;
      expect(parts % 2).toBe(0);
      const items = inParts(shape, operands, parts);
      expect(items.shape.k).toBeGreaterThanOrEqual(128);
      expect(items.shape.k * parts).toBe(k);
      const [left, right] = items.operands;
      expect(left.strides).toEqual([items.shape.k, k, 1]);
      expect(right.strides).toEqual([items.shape.k * n, n, 1]);
    }),
  );
});
