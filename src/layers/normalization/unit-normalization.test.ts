import { expect, test } from 'vitest';
import { UnitNormalization } from './unit-normalization.ts';

test('divides by the Euclidean norm', async () => {
  const [[a = 0, b = 0] = []] = (await new UnitNormalization().apply([[3, 4]]).array()) as number[][];
  expect(a).toBeCloseTo(0.6, 6);
  expect(b).toBeCloseTo(0.8, 6);
  expect(() => new UnitNormalization({ axis: [] })).toThrow(/`axis`/);
});
