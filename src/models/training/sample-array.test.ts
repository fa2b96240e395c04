import { describe, expect, test } from 'vitest';
import * as ops from '../../ops/index.ts';
import { sliceSamples, toSampleArray } from './sample-array.ts';

const read = (value: unknown, sampleShape: (number | null)[] | null = null) => {
  const { values, shape, dtype } = toSampleArray(value, 'x', sampleShape);
  return { values: [...values], shape, dtype };
};

describe('toSampleArray', () => {
  test('nested arrays', () => {
    expect(
      read([
        [1, 2],
        [3, 4.5],
      ]),
    ).toEqual({ values: [1, 2, 3, 4.5], shape: [2, 2], dtype: 'float32' });
    expect(read([true, false])).toEqual({ values: [1, 0], shape: [2], dtype: 'bool' });
  });

  test('typed arrays keep their elements until they are gathered', () => {
    const pixels = Uint8Array.of(0, 128, 255, 7);
    const array = toSampleArray(pixels, 'x');
    expect(array.values).toBe(pixels);
    expect(array.dtype).toBe('int32');
    expect(toSampleArray(Float64Array.of(1), 'x').dtype).toBe('float32');
  });

  test('a flat typed array is cut into samples', () => {
    expect(read(Float32Array.of(1, 2, 3, 4, 5, 6), [3]).shape).toEqual([2, 3]);
    expect(read(Float32Array.of(1, 2, 3, 4), [2, 1]).shape).toEqual([2, 2, 1]);
    expect(read(Float32Array.of(1, 2, 3), []).shape).toEqual([3]);
    expect(read(Float32Array.of(1, 2, 3), [null, 2]).shape).toEqual([3]);
    expect(() => read(new Float32Array(7), [3])).toThrow(
      /`x`.*samples of shape \(3,\), 3 elements each. Received: Float32Array\(7\)/,
    );
  });

  test('rows as typed arrays', () => {
    expect(read([Float32Array.of(1, 2), Float32Array.of(3, 4)])).toEqual({
      values: [1, 2, 3, 4],
      shape: [2, 2],
      dtype: 'float32',
    });
    expect(() => read([Float32Array.of(1, 2), Float32Array.of(3)])).toThrow(/rows must have the same length/);
  });

  test('elements with a shape, and tensors', () => {
    expect(read({ data: [1, 2, 3, 4], shape: [2, 1, 2] }).shape).toEqual([2, 1, 2]);
    expect(read(ops.multiply([[1, 2]], 2))).toEqual({ values: [2, 4], shape: [1, 2], dtype: 'float32' });
    expect(() => read({ data: [1, 2, 3], shape: [2, 2] })).toThrow(/shape \(2, 2\) needs 4 elements. Received: 3/);
    expect(() => read({ data: [1], shape: [0.5] })).toThrow(/x\.shape/);
  });

  test('what is no array of samples', () => {
    expect(() => read(3)).toThrow(/`x` must be/);
    expect(() => read('abc')).toThrow(/Received: x="abc"/);
    expect(() => read([[1, 2], [3]])).toThrow(/`x`: Nested arrays must be rectangular/);
    expect(() => read([1, 'a'])).toThrow(/`x`: Nested arrays must hold numbers/);
    expect(() => read(ops.sum([1, 2]))).toThrow(/an array of samples/);
  });
});

test('sliceSamples gives a view', () => {
  const array = toSampleArray({ data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] }, 'x');
  const slice = sliceSamples(array, 1, 3);
  expect([...slice.values]).toEqual([3, 4, 5, 6]);
  expect(slice.values.buffer).toBe(array.values.buffer);
});
