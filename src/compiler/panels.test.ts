import { describe, expect, test } from 'vitest';
import { range } from '../support/shape.ts';
import { panelsOf } from './panels.ts';

const WIDEST = 6;

describe.each([4, 8, 16])('panels of %i lanes', (lanes) => {
  const target = { lanes, tileRows: [0, 8, 6, 3, 3, 2, 2] };

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
