import { expect, test } from 'vitest';
import { convertToTensor } from './convert.ts';
import { jit } from './jit.ts';
import type { Tensor } from './tensor.ts';

const lines = (...text: string[]) => text.join('\n');

test('rows stand below each other, in columns', () => {
  expect(
    String(
      convertToTensor([
        [1, 2.5],
        [-3, 4],
      ]),
    ),
  ).toBe(lines('Tensor([[  1, 2.5],', '        [ -3,   4]], shape=(2, 2), dtype=float32)'));
});

test('an empty line stands between matrices', () => {
  expect(
    String(
      convertToTensor(
        [
          [[1], [2]],
          [[3], [4]],
        ],
        'int32',
      ),
    ),
  ).toBe(
    lines('Tensor([[[1],', '         [2]],', '', '        [[3],', '         [4]]], shape=(2, 2, 1), dtype=int32)'),
  );
});

test('scalars, empty tensors and booleans', () => {
  expect(String(convertToTensor(7))).toBe('Tensor(7, shape=(), dtype=float32)');
  expect(String(convertToTensor([]))).toBe('Tensor([], shape=(0,), dtype=float32)');
  expect(String(convertToTensor([true, false]))).toBe('Tensor([ true, false], shape=(2,), dtype=bool)');
});

test('long rows take several lines', () => {
  const text = String(convertToTensor(Array.from({ length: 40 }, (_, i) => i)));
  expect(text.split('\n').slice(0, 2)).toEqual([
    'Tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15,',
    '        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,',
  ]);
});

test('of more than 1000 elements the edges are shown', () => {
  const text = String(convertToTensor(new Float32Array(1001)));
  expect(text).toBe('Tensor([0, 0, 0, ..., 0, 0, 0], shape=(1001,), dtype=float32)');
});

test('a traced tensor prints without values', () => {
  let text = '';
  jit((x: Tensor) => {
    text = String(x);
    return x;
  })(convertToTensor([1]));
  expect(text).toBe('Tensor(traced, shape=(1,), dtype=float32)');
});
