import { expect, test } from 'vitest';
import { ones } from '../ops/creation.ts';
import { arange } from '../ops/sequence.ts';
import { reshape, transpose } from '../ops/shape.ts';
import { smartResize } from './smart-resize.ts';

const wanted = [
  [4, 6, 8],
  [18, 20, 22],
];
const image = reshape(arange(4 * 7), [4, 7, 1]);

// Numbers: keras.preprocessing.image.smart_resize(np.arange(28.).reshape(4, 7, 1), (2, 3)) of Keras 3.15.1 on JAX.
test('cuts out the middle and resizes it', async () => {
  expect(await reshape(smartResize(image, [2, 3]), [2, 3]).array()).toEqual(wanted);
  const first = smartResize(transpose(image, [2, 0, 1]), [2, 3], { dataFormat: 'channels_first' });
  expect(await reshape(first, [2, 3]).array()).toEqual(wanted);
  expect(smartResize(ones([2, 9, 4, 3]), [3, 3], { interpolation: 'nearest' }).shape).toEqual([2, 3, 3, 3]);
});

test('wrong input', () => {
  // @ts-expect-error one number
  expect(() => smartResize(image, [2])).toThrow('`size`');
  expect(() => smartResize([1, 2], [2, 2])).toThrow('`x`');
});
