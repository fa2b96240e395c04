import { expect, test } from 'vitest';
import { zeros } from '../../ops/creation.ts';
import { GaussianNoise } from './gaussian-noise.ts';

test('adds noise of a standard deviation, in training', async () => {
  const layer = new GaussianNoise(0.5, { seed: 5 });
  const y = [...(await layer.apply(zeros([20000]), { training: true }).data())];
  expect(Math.sqrt(y.reduce((a, b) => a + b * b, 0) / y.length)).toBeCloseTo(0.5, 1);
  expect(await layer.apply([[1, 2]]).array()).toEqual([[1, 2]]);
  expect(() => new GaussianNoise(1.5)).toThrow(/`stddev` must be a number from 0 to 1/);
});
