import { expect, test } from 'vitest';
import { ones } from '../../ops/creation.ts';
import { SpatialDropout1D, SpatialDropout2D, SpatialDropout3D } from './spatial-dropout.ts';

test('drops whole features over time', async () => {
  const y = (await new SpatialDropout1D(0.5, { seed: 1 })
    .apply(ones([4, 5, 6]), { training: true })
    .array()) as number[][][];
  for (const sample of y) for (const step of sample) expect(step).toEqual(sample[0]);
});

test('drops whole feature maps, wherever the channels are', async () => {
  const last = (await new SpatialDropout2D(0.5, { seed: 1 })
    .apply(ones([3, 2, 2, 4]), { training: true })
    .array()) as number[][][][];
  for (const sample of last) for (const row of sample) for (const pixel of row) expect(pixel).toEqual(sample[0]?.[0]);
  const first = (await new SpatialDropout2D(0.5, { seed: 1, dataFormat: 'channels_first' })
    .apply(ones([3, 4, 2, 2]), { training: true })
    .array()) as number[][][][];
  for (const sample of first) for (const map of sample) expect(new Set(map.flat()).size).toBe(1);
  expect(new SpatialDropout3D(0.5).apply(ones([1, 2, 2, 2, 3])).shape).toEqual([1, 2, 2, 2, 3]);
});

test('refuses inputs of another rank', () => {
  expect(() => new SpatialDropout1D(0.5, { name: 's' }).apply([[1, 2]])).toThrow(/layer "s".*3 axes/s);
  expect(() => new SpatialDropout2D(0.5, { dataFormat: 'channels' as 'channels_last' })).toThrow(/`dataFormat`/);
});
