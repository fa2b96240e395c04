import { describe, expect, test } from 'vitest';
import { isPlainRecord } from '../support/plain-record.ts';
import { flattenStructure, mapStructure, packStructure } from './structure.ts';

const isNumber = (x: unknown): x is number => typeof x === 'number';

describe('structures', () => {
  test('leaves are counted depth first, records by sorted key', () => {
    expect(flattenStructure({ b: [1, 2], a: 3 }, isNumber)).toEqual([3, 1, 2]);
    expect(flattenStructure(7, isNumber)).toEqual([7]);
    expect(flattenStructure([], isNumber)).toEqual([]);
  });

  test('map and pack keep the structure', () => {
    expect(mapStructure({ b: [1, 2], a: 3 }, isNumber, (n) => n * 10)).toEqual({ a: 30, b: [10, 20] });
    expect(packStructure({ b: [1, 2], a: 3 }, isNumber, ['x', 'y', 'z'])).toEqual({ a: 'x', b: ['y', 'z'] });
    expect(() => packStructure([1, 2], isNumber, ['x'])).toThrow(RangeError);
  });

  test('what is neither a leaf nor a structure is refused', () => {
    // A value from JavaScript, where no compiler has looked.
    expect(() => mapStructure([1, 'two'] as never, isNumber, (n: number) => n)).toThrow(/Received: "two"/);
  });

  test('instances of classes are not records', () => {
    expect(isPlainRecord({})).toBe(true);
    expect(isPlainRecord(Object.create(null))).toBe(true);
    expect(isPlainRecord([])).toBe(false);
    expect(isPlainRecord(new Date())).toBe(false);
    expect(isPlainRecord(null)).toBe(false);
  });
});
