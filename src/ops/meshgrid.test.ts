import { expect, test } from 'vitest';
import { meshgrid } from './meshgrid.ts';
import { expectValues } from './testing/expect.ts';

test('meshgrid in both orders', () => {
  const [x, y] = meshgrid([1, 2], [3, 4, 5]);
  expectValues(x ?? [], [
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  expectValues(y ?? [], [
    [3, 3],
    [4, 4],
    [5, 5],
  ]);
  expect(meshgrid([1, 2], [3, 4, 5], { indexing: 'ij' })[0]?.shape).toEqual([2, 3]);
});
