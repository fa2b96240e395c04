import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { ceil, floor, round, trunc } from './rounding.ts';
import { expectValues } from './testing/expect.ts';

describe('rounding', () => {
  test('down, up, towards zero', () => {
    expectValues(floor([1.5, -1.5]), [1, -2]);
    expectValues(ceil([1.5, -1.5]), [2, -1]);
    expectValues(trunc([1.5, -1.5]), [1, -1]);
  });

  test('to the nearest, halves to even', () => {
    expectValues(round([0.5, 1.5, 2.5, -0.5, -1.5]), [0, 2, 2, -0, -2]);
  });

  test('to decimals, by position or by name', () => {
    expectValues(round([1.256, -0.126], 2), [1.26, -0.13]);
    expectValues(round([1256, 1344], { decimals: -2 }), [1300, 1300]);
  });

  test('floor of integers is float32, round and trunc keep them', () => {
    const x = convertToTensor([1, 2], 'int32');
    expect(floor(x).dtype).toBe('float32');
    expect(round(x).dtype).toBe('int32');
    expect(trunc(x).dtype).toBe('int32');
    expectValues(round(convertToTensor([149], 'int32'), -2), [100]);
  });

  test('an unknown option is refused with the nearest', () => {
    // @ts-expect-error a misspelt option
    expect(() => round([1], { decimal: 2 })).toThrow('Did you mean "decimals"? Received: "decimal"');
  });
});
