import { expect, it } from 'vitest';
import { blockMeans } from './block-means.ts';

it('averages equal blocks, and leaves small matrices as they are', () => {
  expect(blockMeans([1, 2, 3, 4, 5, 6], 2, 3, 4)).toEqual({
    rows: 2,
    columns: 3,
    means: Float32Array.of(1, 2, 3, 4, 5, 6),
  });
  const { rows, columns, means } = blockMeans(
    Float32Array.from({ length: 24 }, (_, i) => i),
    4,
    6,
    2,
  );
  expect([rows, columns, [...means]]).toEqual([2, 2, [4, 7, 16, 19]]);
  expect([...blockMeans([0, 1, 2, 3, 4], 1, 5, 2).means]).toEqual([0.5, 3]);
});
