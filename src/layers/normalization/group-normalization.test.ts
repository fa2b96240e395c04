import { expect, test } from 'vitest';
import { GroupNormalization } from './group-normalization.ts';

test('standardizes groups of channels of each sample', async () => {
  const layer = new GroupNormalization({ groups: 2, epsilon: 1e-7 });
  const [row = []] = (await layer.apply([[2, 4, 10, 30]]).array()) as number[][];
  expect(row.map(Math.round)).toEqual([-1, 1, -1, 1]);
});

test('-1 stands for one group per channel', () => {
  const layer = new GroupNormalization({ groups: -1 });
  layer.apply([
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ]);
  expect(layer.groups).toBe(3);
});

test('refuses groups that do not divide the channels', () => {
  expect(() => new GroupNormalization({ groups: 3 }).build([null, 4])).toThrow(
    /`groups` must be a divisor of 4.*Received: groups=3/s,
  );
  expect(() => new GroupNormalization({ groups: 0 })).toThrow(/`groups`/);
  expect(() => new GroupNormalization({ axis: 0.5 })).toThrow(/`axis`/);
});
