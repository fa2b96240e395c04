import { expect, test } from 'vitest';
import { RMSNormalization } from './rms-normalization.ts';

test('divides by the root mean square', async () => {
  const layer = new RMSNormalization();
  const [[a = 0, b = 0] = []] = (await layer.apply([[3, 3]]).array()) as number[][];
  expect(a).toBeCloseTo(1, 5);
  expect(b).toBeCloseTo(1, 5);
  expect(layer.scale.shape).toEqual([2]);
  expect(() => new RMSNormalization().scale).toThrow(/must be built/);
  expect(() => new RMSNormalization({ epsilon: 0 })).toThrow(/`epsilon`/);
});
