import { expect, test } from 'vitest';
import type { Tensor } from '../../tensor/tensor.ts';
import { ones } from '../creation.ts';
import { arange } from '../sequence.ts';
import { reshape, transpose } from '../shape.ts';
import { expectGradient } from '../testing/expect.ts';
import { extractPatches } from './patches.ts';
import { reconstructPatches } from './reconstruct-patches.ts';

const image = (...shape: number[]): Tensor => reshape(arange(shape.reduce((product, n) => product * n, 1)), shape);

test.each([
  ['images', image(2, 6, 4, 3), [3, 2], [6, 4], {}],
  ['one image', image(6, 4, 3), 2, [6, 4], {}],
  ['volumes', image(1, 4, 2, 6, 2), [2, 1, 3], [4, 2, 6], {}],
  ['zeros around', image(1, 5, 7, 2), [2, 4], [5, 7], { padding: 'same' }],
] as const)('%s come back from their patches', async (_, x, size, outputSize, options) => {
  const back = reconstructPatches(extractPatches(x, size, options), size, outputSize, options);
  expect(await back.array()).toEqual(await x.array());
});

test('channels may come first, and the size may be left to the patches', async () => {
  const x = transpose(image(2, 6, 4, 3), [0, 3, 1, 2]);
  const back = reconstructPatches(extractPatches(x, 2, { dataFormat: 'channels_first' }), 2, null, {
    dataFormat: 'channels_first',
  });
  expect(await back.array()).toEqual(await x.array());
});

test('the gradient', () => {
  expectGradient((x) => reconstructPatches(reshape(x, [1, 2, 1, 4]), 2, [4, 2]), [[1, 2, 3, 4, 5, 6, 7, 8]]);
});

test('what does not fit is refused', () => {
  const patches = ones([1, 2, 2, 12]);
  expect(() => reconstructPatches(patches, 2, [5, 4])).toThrow('`outputSize`');
  expect(() => reconstructPatches(patches, 2, null, { padding: 'same' })).toThrow('`outputSize`');
  expect(() => reconstructPatches(patches, 2, [3, 3], { strides: 1 })).toThrow('patches that overlap');
  expect(() => reconstructPatches(patches, 5, [10, 10])).toThrow('`patches`');
});
