import { expect, test } from 'vitest';
import { LeakyReLU } from './leaky-re-lu.ts';

test('its slope is 0.3 unless another is given, under the new name or the old one', async () => {
  expect(new LeakyReLU().negativeSlope).toBe(0.3);
  expect(await new LeakyReLU({ negativeSlope: 0.5 }).apply([[-2, 2]]).array()).toEqual([[-1, 2]]);
  expect(new LeakyReLU({ alpha: 0.2 }).getConfig()).toMatchObject({ negative_slope: 0.2 });
  expect(LeakyReLU.fromConfig({ alpha: 0.1 })).toMatchObject({ negativeSlope: 0.1 });
  expect(String(new LeakyReLU({ name: 'l' }))).toBe('<LeakyReLU name=l, negativeSlope=0.3, built=true>');
});

test('refuses both names at once and negative slopes', () => {
  expect(() => new LeakyReLU({ alpha: 0.1, negativeSlope: 0.2 })).toThrow(/old name of `negativeSlope`/);
  expect(() => new LeakyReLU({ negativeSlope: -0.2 })).toThrow(/`negativeSlope`/);
});
