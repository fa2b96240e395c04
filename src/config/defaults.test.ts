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

test('there are three float dtypes', () => {
  setFloatx('bfloat16');
  try {
    expect([floatx(), ones([2]).dtype]).toEqual(['bfloat16', 'bfloat16']);
  } finally {
    setFloatx('float32');
  }
  // @ts-expect-error no float
  expect(() => setFloatx('int32')).toThrow("`value` must be 'float32', 'float16' or 'bfloat16'");
  // @ts-expect-error no such float
  expect(() => setFloatx('float8')).toThrow('dtype');
});
