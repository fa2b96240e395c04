import { afterEach, expect, test } from 'vitest';
import { ones } from '../ops/creation.ts';
import { resize } from '../ops/image/index.ts';
import { epsilon, floatx, imageDataFormat, setFloatx, setImageDataFormat } from './defaults.ts';

afterEach(() => setImageDataFormat('channels_last'));

test('the data format of images is asked where none is given', () => {
  expect([imageDataFormat(), floatx(), epsilon()]).toEqual(['channels_last', 'float32', 1e-7]);
  setImageDataFormat('channels_first');
  expect(resize(ones([3, 4, 4]), [2, 2]).shape).toEqual([3, 2, 2]);
  // @ts-expect-error no such format
  expect(() => setImageDataFormat('channel_last')).toThrow('Did you mean "channels_last"?');
});

test('there is one float dtype', () => {
  setFloatx('float32');
  // @ts-expect-error no such float
  expect(() => setFloatx('float16')).toThrow("`value` must be 'float32'");
});
