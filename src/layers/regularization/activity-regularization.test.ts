import { expect, test } from 'vitest';
import { ActivityRegularization } from './activity-regularization.ts';

test('penalizes its input, per sample', async () => {
  const layer = new ActivityRegularization({ l1: 1, l2: 0.5 });
  const y = layer.apply([
    [1, -2],
    [0, 1],
  ]);
  expect(await y.array()).toEqual([
    [1, -2],
    [0, 1],
  ]);
  expect(await layer.losses[0]?.item()).toBe((4 + 0.5 * 6) / 2);
  expect(layer.losses.length).toBe(1);
  expect(() => new ActivityRegularization({ l1: -1 })).toThrow(/`l1`/);
});
