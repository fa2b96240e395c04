import { expect, test } from 'vitest';
import {
  convertArray,
  dtypeOfArray,
  dtypes,
  hostArray,
  hostView,
  integerLimits,
  isFloat,
  physicalDtypes,
  promote,
  standardizeDtype,
} from './dtype.ts';

test("Keras's names for dtypes, whatever their width", () => {
  expect(dtypes.map(standardizeDtype)).toEqual(dtypes);
  expect(['int', 'int64', 'float', 'float64'].map(standardizeDtype)).toEqual(['int32', 'int32', 'float32', 'float32']);
  expect(() => standardizeDtype('flaot32')).toThrow('Unknown dtype. Did you mean "float32"? Received: "flaot32"');
  expect(() => standardizeDtype('complex64')).toThrow('Unknown dtype.');
});

test('arrays and views of each dtype', () => {
  expect(physicalDtypes.map((dtype) => hostArray(dtype, 3).constructor)).toEqual([
    Float32Array,
    Int32Array,
    Uint32Array,
    Int32Array,
  ]);
  const memory = new ArrayBuffer(16);
  hostView('int32', memory, 4, 2).set([-1, 7]);
  expect(Array.from(hostView('uint32', memory, 0, 4))).toEqual([0, 4294967295, 7, 0]);
  expect(hostView('bool', memory, 8, 1)).toEqual(Int32Array.of(7));
  expect(hostView('float32', memory, 0, 4)).toHaveLength(4);
});

test('conversion truncates to integers and asks bools whether they are 0', () => {
  expect(Array.from(convertArray([1.9, -1.9, Number.NaN], 'int32'))).toEqual([1, -1, 0]);
  expect(Array.from(convertArray([0.5, 0, -2, Number.NaN], 'bool'))).toEqual([1, 0, 1, 0]);
  expect(Array.from(convertArray(Int32Array.of(-1), 'uint32'))).toEqual([4294967295]);
  expect(Array.from(convertArray([0.1], 'float32'))).toEqual([Math.fround(0.1)]);
});

test('what typed arrays become', () => {
  expect(
    [
      new Float32Array(),
      new Float64Array(),
      new Uint32Array(),
      new Int32Array(),
      new Uint8Array(),
      new Int16Array(),
    ].map(dtypeOfArray),
  ).toEqual(['float32', 'float32', 'uint32', 'int32', 'int32', 'int32']);
});

test('promotion: bool < unsigned < signed < floats, wide enough for both', () => {
  expect(promote()).toBe('bool');
  expect(promote('bool', 'uint32')).toBe('uint32');
  expect(promote('uint32', 'int32')).toBe('int32');
  expect(promote('int32', 'float32', 'bool')).toBe('float32');
  expect(promote('uint8', 'int8')).toBe('int16');
  expect(promote('uint16', 'int8')).toBe('int32');
  expect(promote('int16', 'uint8')).toBe('int16');
  expect(promote('uint8', 'uint16', 'bool')).toBe('uint16');
  for (const a of dtypes) for (const b of dtypes) expect(promote(a, b)).toBe(promote(b, a));
  expect(dtypes.filter(isFloat)).toEqual(['float32', 'float16', 'bfloat16']);
  expect([promote('float16', 'bfloat16'), promote('bfloat16', 'uint32'), promote('bool', 'float16')]).toEqual([
    'float32',
    'bfloat16',
    'float16',
  ]);
});

test('narrow integers keep their lowest bits', () => {
  expect(Array.from(convertArray([255, 256, -1, 3.7], 'uint8'))).toEqual([255, 0, 255, 3]);
  expect(Array.from(convertArray([127, 128, -129], 'int8'))).toEqual([127, -128, 127]);
  expect(Array.from(convertArray([32768, -32769], 'int16'))).toEqual([-32768, 32767]);
  expect([integerLimits('uint16'), integerLimits('int8')]).toEqual([
    [0, 65535],
    [-128, 127],
  ]);
});
