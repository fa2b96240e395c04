import { describe, expect, test } from 'vitest';
import type { DType } from '../support/dtype.ts';
import { referenceBackend } from './reference/reference-backend.ts';
import { contractBackends } from './testing/backends.ts';

const backends = [referenceBackend, ...contractBackends.map(({ backend }) => backend)];

describe.each(backends.map((backend) => ({ backend })))('buffers of $name', ({ backend }) => {
  test.each<[DType, readonly number[]]>([
    ['float32', [1.5, -0, Number.POSITIVE_INFINITY, Number.NaN, 1e-45]],
    ['int32', [1, -2147483648, 2147483647, 0, -1]],
    ['uint32', [0, 4294967295, 2147483648, 1, 7]],
    ['bool', [0, 1, 1, 0, 1]],
  ])('hold %s', (dtype, values) => {
    const buffer = backend.allocate(values.length);
    expect(buffer.size).toBe(values.length);
    buffer.write(values, dtype);
    expect(Array.from(buffer.read(dtype))).toEqual(values.map((x) => (dtype === 'float32' ? Math.fround(x) : x)));
    buffer.free();
  });

  test('take what is written at an offset, and leave the rest', () => {
    const buffer = backend.allocate(6);
    buffer.write([1, 2, 3, 4, 5, 6], 'float32');
    buffer.write([8, 9], 'float32', 3);
    expect(Array.from(buffer.read('float32'))).toEqual([1, 2, 3, 8, 9, 6]);
  });

  test('are filled with one value', () => {
    const buffer = backend.allocate(5);
    buffer.fill(-3, 'int32');
    expect(Array.from(buffer.read('int32'))).toEqual([-3, -3, -3, -3, -3]);
    buffer.fill(4294967295, 'uint32');
    expect(Array.from(buffer.read('uint32'))).toEqual(new Array(5).fill(4294967295));
    buffer.fill(0.5, 'float32');
    expect(Array.from(buffer.read('float32'))).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  test('what is read is a copy', () => {
    const buffer = backend.allocate(2);
    buffer.write([1, 2], 'float32');
    const copy = buffer.read('float32');
    buffer.write([3, 4], 'float32');
    copy[0] = 9;
    expect([Array.from(copy), Array.from(buffer.read('float32'))]).toEqual([
      [9, 2],
      [3, 4],
    ]);
  });

  test('any number that is not 0 is true', () => {
    const buffer = backend.allocate(4);
    buffer.write([0, 0.5, -3, 1], 'bool');
    expect(Array.from(buffer.read('bool'))).toEqual([0, 1, 1, 1]);
  });

  test('may be empty, and freed twice', () => {
    const buffer = backend.allocate(0);
    buffer.write([], 'float32');
    expect(buffer.read('float32')).toHaveLength(0);
    buffer.free();
    buffer.free();
  });

  test('that are freed do not come back to two owners', () => {
    const first = backend.allocate(100);
    first.free();
    first.free();
    const [a, b] = [backend.allocate(100), backend.allocate(100)];
    a.fill(1, 'float32');
    b.fill(2, 'float32');
    expect(a.read('float32').every((x) => x === 1)).toBe(true);
  });
});
