import { describe, expect, test } from 'vitest';
import { ArgumentError } from '../support/errors.ts';
import { convertToTensor, isTensorLike, type TensorLike } from './convert.ts';
import { Variable } from './variable.ts';

const made = (x: TensorLike, dtype?: Parameters<typeof convertToTensor>[1]) => {
  const tensor = convertToTensor(x, dtype);
  return { shape: tensor.shape, dtype: tensor.dtype, values: Array.from(tensor.dataSync()) };
};

describe('makes a tensor', () => {
  test('of numbers: float32', () => {
    expect(made(3)).toEqual({ shape: [], dtype: 'float32', values: [3] });
    expect(
      made([
        [1, 2],
        [3, 4.5],
      ]),
    ).toEqual({ shape: [2, 2], dtype: 'float32', values: [1, 2, 3, 4.5] });
    expect(made(0.1).values).toEqual([Math.fround(0.1)]);
  });

  test('of booleans: bool', () => {
    expect(made(true)).toEqual({ shape: [], dtype: 'bool', values: [1] });
    expect(made([true, false])).toEqual({ shape: [2], dtype: 'bool', values: [1, 0] });
    expect(made([true, 2])).toEqual({ shape: [2], dtype: 'float32', values: [1, 2] });
  });

  test('of typed arrays: their own kind', () => {
    expect(made(Float32Array.of(1.5))).toEqual({ shape: [1], dtype: 'float32', values: [1.5] });
    expect(made(Float64Array.of(0.1))).toEqual({ shape: [1], dtype: 'float32', values: [Math.fround(0.1)] });
    for (const Small of [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array]) {
      expect(made(Small.of(7))).toEqual({ shape: [1], dtype: 'int32', values: [7] });
    }
    // An array that newer engines have, as far as this reads it.
    const half = Object.defineProperty(Float32Array.of(0.5), Symbol.toStringTag, { value: 'Float16Array' });
    expect(made(half)).toEqual({ shape: [1], dtype: 'float16', values: [0.5] });
    expect(made(Uint32Array.of(4294967295))).toEqual({ shape: [1], dtype: 'uint32', values: [4294967295] });
  });

  test('of a wanted dtype', () => {
    expect(made([1.7, -1.7, 0], 'int32').values).toEqual([1, -1, 0]);
    expect(made([0, 2, -1], 'bool').values).toEqual([0, 1, 1]);
    expect(made(Int32Array.of(-1), 'uint32').values).toEqual([4294967295]);
    expect(made(convertToTensor([1.7]), 'int32')).toEqual({ shape: [1], dtype: 'int32', values: [1] });
    expect(made(new Variable([1.7]), 'bool')).toEqual({ shape: [1], dtype: 'bool', values: [1] });
  });

  test('of a tensor: the tensor', () => {
    const x = convertToTensor([1, 2]);
    expect(convertToTensor(x)).toBe(x);
    expect(convertToTensor(x, 'float32')).toBe(x);
  });

  test('that does not change with the array it was made of', () => {
    const values = Float32Array.of(1, 2);
    const x = convertToTensor(values);
    values[0] = 9;
    expect(Array.from(x.dataSync())).toEqual([1, 2]);
  });

  test('of nothing: no elements', () => {
    expect(made([])).toEqual({ shape: [0], dtype: 'float32', values: [] });
    expect(made([[], []])).toEqual({ shape: [2, 0], dtype: 'float32', values: [] });
  });
});

test.each<[unknown, string]>([
  ['text', 'Received: "text"'],
  [null, 'Received: null'],
  [undefined, 'Received: undefined'],
  [{ a: 1 }, 'Received: {"a":1}'],
  [new DataView(new ArrayBuffer(8)), 'Received: DataView(8)'],
  [() => 1, 'Received: function'],
  [[[1], [2, 3]], 'Received: [2, 3]'],
  [[convertToTensor(1)], 'is joined with ops.stack or ops.concatenate. Received: an array with tensors in it'],
])('refuses what is no tensor: %o', (x, ending) => {
  // Wrong on purpose: plain JavaScript may pass anything.
  expect(() => convertToTensor(x as TensorLike)).toThrow(ArgumentError);
  expect(() => convertToTensor(x as TensorLike)).toThrow(ending);
});

test('isTensorLike', () => {
  for (const x of [1, true, [1], [], Float32Array.of(1), convertToTensor(1), new Variable(1)])
    expect(isTensorLike(x)).toBe(true);
  for (const x of [null, undefined, 'a', {}, new DataView(new ArrayBuffer(1)), new Map()])
    expect(isTensorLike(x)).toBe(false);
});
