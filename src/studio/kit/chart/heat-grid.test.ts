import { describe, expect, test } from 'vitest';
import { gridPixels } from './heat-grid.ts';

const marks = { scale: Uint32Array.from({ length: 256 }, (_, i) => i), none: 1000, broken: 2000 };
const grid = (rows: number, values: readonly number[]) => ({
  rows,
  columns: values.length / rows,
  values: Float32Array.from(values),
});

describe('gridPixels', () => {
  test('one pixel per cell', () => {
    expect([...gridPixels(grid(2, [-1, 0, 1, 5, Number.NaN, -Infinity]), [0, 3], 3, [-1, 1], marks)]).toEqual([
      0, 128, 255, 255, 1000, 2000,
    ]);
  });

  test('cells that share a pixel show the farthest from the middle', () => {
    const shown = gridPixels(grid(1, [0.1, -0.9, 0.2, Number.NaN, 0.5, 0.4]), [0, 6], 2, [-1, 1], marks);
    expect([...shown]).toEqual([13, 191]);
  });

  test('amounts that share a pixel show the largest', () => {
    expect([...gridPixels(grid(1, [0, 0.6, 0.2, 0.1]), [0, 4], 2, [0, 1], marks, 0)]).toEqual([153, 51]);
  });

  test('pixels that share a cell repeat it', () => {
    expect([...gridPixels(grid(1, [0, 1]), [0, 2], 6, [0, 1], marks)]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  test('a part of the columns', () => {
    expect([...gridPixels(grid(2, [9, 0, 1, 9, 9, 1, 0, 9]), [1, 3], 2, [0, 1], marks)]).toEqual([0, 255, 255, 0]);
  });

  test('no row and no column', () => {
    expect(gridPixels(grid(0, []), [0, 0], 0, [0, 1], marks)).toHaveLength(0);
    expect([...gridPixels({ rows: 1, columns: 0, values: new Float32Array() }, [0, 0], 2, [0, 1], marks)]).toEqual([
      1000, 1000,
    ]);
  });
});
