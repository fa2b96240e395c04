import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { squeezeOrExpandToSameRank } from './same-rank.ts';

test.each([
  [[4], [4, 1], [4, 1], [4, 1]],
  [[4, 1], [4], [4, 1], [4, 1]],
  [
    [4, 3],
    [4, 3, 1],
    [4, 3],
    [4, 3],
  ],
  [
    [4, 3, 1],
    [4, 3],
    [4, 3],
    [4, 3],
  ],
  [[4], [4, 3], [4], [4, 3]],
  [[4], [4, 1, 1], [4], [4, 1, 1]],
  [
    [4, 3],
    [4, 3],
    [4, 3],
    [4, 3],
  ],
])('%j and %j become %j and %j', (a, b, wantA, wantB) => {
  const [x, y] = squeezeOrExpandToSameRank(ops.zeros(a), ops.zeros(b));
  expect([x.shape, y.shape]).toEqual([wantA, wantB]);
});

test('rank one is dropped to, when asked to', () => {
  const [x, y] = squeezeOrExpandToSameRank(ops.zeros([4]), ops.zeros([4, 1]), { expandRankOne: false });
  expect([x.shape, y.shape]).toEqual([[4], [4]]);
});
