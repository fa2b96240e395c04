import { expect, test } from 'vitest';
import { normal } from '../../random/index.ts';
import { AlphaDropout } from './alpha-dropout.ts';

test('keeps mean 0 and variance 1', async () => {
  const y = [
    ...(await new AlphaDropout(0.3, { seed: 2 }).apply(normal([20000], { seed: 1 }), { training: true }).data()),
  ];
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  const variance = y.reduce((a, b) => a + (b - mean) ** 2, 0) / y.length;
  expect(mean).toBeCloseTo(0, 1);
  expect(variance).toBeCloseTo(1, 1);
});

test('does nothing outside training', async () => {
  expect(await new AlphaDropout(0.3).apply([[1, 2]]).array()).toEqual([[1, 2]]);
  expect(() => new AlphaDropout(2)).toThrow(/`rate`/);
});
