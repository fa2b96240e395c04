import { expect, test } from 'vitest';
import { ones } from '../../ops/creation.ts';
import { GaussianDropout } from './gaussian-dropout.ts';

test('multiplies by noise around 1 with variance rate / (1 - rate)', async () => {
  const layer = new GaussianDropout(0.2, { seed: 5 });
  const y = [...(await layer.apply(ones([20000]), { training: true }).data())];
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  expect(mean).toBeCloseTo(1, 1);
  expect(y.reduce((a, b) => a + (b - mean) ** 2, 0) / y.length).toBeCloseTo(0.25, 1);
  expect(await layer.apply([[1, 2]]).array()).toEqual([[1, 2]]);
});

test('refuses a rate of 1, which has no finite noise', () => {
  expect(() => new GaussianDropout(1)).toThrow(/`rate`/);
  expect(() => new GaussianDropout(-0.5)).toThrow(/`rate`/);
});
