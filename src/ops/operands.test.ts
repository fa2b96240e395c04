import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { Variable } from '../tensor/variable.ts';
import { add } from './arithmetic.ts';
import { resultDtype } from './operands.ts';
import { expectValues } from './testing/expect.ts';

const int = convertToTensor([1, 2], 'int32');
const unsigned = convertToTensor([1, 2], 'uint32');
const bool = convertToTensor([true, false]);
const float = convertToTensor([1, 2]);

describe('resultDtype', () => {
  test.each([
    ['int32 and float32', [int, float], 'float32'],
    ['int32 and uint32', [int, unsigned], 'int32'],
    ['bool and uint32', [bool, unsigned], 'uint32'],
    ['bool and bool', [bool, bool], 'bool'],
    ['a whole number next to int32', [int, 2], 'int32'],
    ['a whole number next to uint32', [unsigned, 2], 'uint32'],
    ['a whole number next to bool', [bool, 2], 'int32'],
    ['a fraction next to int32', [int, 0.5], 'float32'],
    ['a fraction next to bool', [bool, 0.5], 'float32'],
    ['NaN next to int32', [int, Number.NaN], 'float32'],
    ['numbers alone', [1, 2], 'float32'],
    ['nested arrays, which are float32', [int, [1, 2]], 'float32'],
    ['nested booleans', [[[true], [false]]], 'bool'],
    ['booleans among numbers', [[true, 2]], 'float32'],
    ['an empty array', [[]], 'float32'],
    ['typed arrays', [new Uint8Array(1), new Uint32Array(1)], 'int32'],
    ['a variable', [new Variable(int), 2], 'int32'],
  ] as const)('%s', (_, operands, expected) => {
    expect(resultDtype(...operands)).toBe(expected);
  });
});

describe('operands', () => {
  test('broadcast as in NumPy', () => {
    expectValues(add([[1], [2]], [10, 20, 30]), [
      [11, 21, 31],
      [12, 22, 32],
    ]);
  });

  test('may be variables', () => {
    expectValues(add(new Variable([1, 2]), 1), [2, 3]);
  });

  test('that do not broadcast are refused with their shapes', () => {
    expect(() => add([1, 2], [1, 2, 3])).toThrow('Shapes cannot be broadcast together. Received: (2,) and (3,)');
  });

  test('that are no tensors are refused', () => {
    // @ts-expect-error a string is no tensor
    expect(() => add([1, 2], 'three')).toThrow('Received: "three"');
  });

  test('whole numbers must fit the dtype', () => {
    expect(() => add(int, 2 ** 31)).toThrow('a number that fits int32. Received: x=2147483648');
    expect(() => add(unsigned, -1)).toThrow('a number that fits uint32. Received: x=-1');
  });
});
