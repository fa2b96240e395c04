import { expect, test } from 'vitest';
import { divide } from '../ops/arithmetic.ts';
import { ones } from '../ops/creation.ts';
import { arange } from '../ops/sequence.ts';
import { reshape, squeeze, transpose } from '../ops/shape.ts';
import { elasticTransform } from './elastic-transform.ts';

const images = divide(reshape(arange(60), [1, 5, 6, 2]), 10);

// Numbers: keras.ops.image.elastic_transform(images, alpha=3, sigma=0.8, seed=7, ...) of Keras 3.15.1 on JAX.
test('pixels move as they do in Keras', async () => {
  const moved = await elasticTransform(images, { alpha: 3, sigma: 0.8, seed: 7 }).data();
  [0, 0.1, 0.2456, 0.3456, 1.22527, 1.32527, 1.10809, 1.20809, 0.68276, 0.78276, 0.86404, 0.96404].forEach(
    (wanted, i) => {
      expect(moved[i]).toBeCloseTo(wanted, 4);
    },
  );
});

test('one image, the nearest pixels, a number beyond the borders', async () => {
  const options = {
    alpha: 3,
    sigma: 0.8,
    seed: 7,
    interpolation: 'nearest',
    fillMode: 'constant',
    fillValue: -1,
  } as const;
  const moved = await elasticTransform(squeeze(images, 0), options).data();
  [0, 0.1, 0.2, 0.3, 1.8, 1.9, 0.6, 0.7, -1, -1, -1, -1, 1.2, 1.3].forEach((wanted, i) => {
    expect(moved[i]).toBeCloseTo(wanted, 5);
  });
});

test('channels may come first', async () => {
  const options = { alpha: 3, sigma: 0.8, seed: 7 } as const;
  const first = elasticTransform(transpose(images, [0, 3, 1, 2]), { ...options, dataFormat: 'channels_first' });
  expect(await transpose(first, [0, 2, 3, 1]).array()).toEqual(await elasticTransform(images, options).array());
});

test('wrong input', () => {
  expect(() => elasticTransform(ones([4, 4]))).toThrow('`images`');
  expect(() => elasticTransform(ones([4, 4, 1], { dtype: 'int32' }))).toThrow('images of floats');
  expect(() => elasticTransform(ones([4, 4, 1]), { sigma: 0 })).toThrow('`sigma`');
  // @ts-expect-error no such interpolation
  expect(() => elasticTransform(ones([4, 4, 1]), { interpolation: 'bilinea' })).toThrow('Did you mean "bilinear"');
});
