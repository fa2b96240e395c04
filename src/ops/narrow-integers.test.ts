import { afterEach, describe, expect, test } from 'vitest';
import { jit } from '../tensor/jit.ts';
import { setBackend } from '../tensor/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { abs, add, multiply, negative, subtract } from './arithmetic.ts';
import { bitwiseNot, leftShift, rightShift } from './bitwise.ts';
import { greater } from './comparison.ts';
import { array, cast, saturateCast, view } from './core.ts';
import { cumsum } from './cumulative.ts';
import { einsum } from './einsum.ts';
import { max } from './extremes.ts';
import { matmul } from './matrix-product.ts';
import { power } from './power.ts';
import { prod, sum } from './reduction.ts';
import { scan } from './scan.ts';
import { sort } from './sorting.ts';
import { mean } from './statistics.ts';
import { valuesOf } from './testing/expect.ts';

afterEach(() => setBackend('wasm'));

describe.each(['reference', 'wasm'])('integers of 8 and 16 bits on %s', (backend) => {
  test('wrap where their width ends', () => {
    setBackend(backend);
    const bytes = array([200, 100], 'uint8');
    const signed = array([-128, 100], 'int8');
    expect(valuesOf(add(bytes, bytes))).toEqual([144, 200]);
    expect(valuesOf(negative(bytes))).toEqual([56, 156]);
    expect(valuesOf(power(bytes, 2))).toEqual([64, 16]);
    expect(valuesOf(abs(signed))).toEqual([-128, 100]);
    expect(valuesOf(multiply(signed, 3))).toEqual([-128, 44]);
    expect(valuesOf(bitwiseNot(bytes))).toEqual([55, 155]);
    expect(valuesOf(leftShift(bytes, array([1, 2], 'uint8')))).toEqual([144, 144]);
    expect(valuesOf(rightShift(signed, array([1, 1], 'int8')))).toEqual([-64, 50]);
    expect(valuesOf(cumsum(bytes))).toEqual([200, 44]);
    expect(valuesOf(matmul(array([1, 1], 'uint8'), bytes))).toBe(44);
    // Sums of products of int8 have 32 bits, as in Keras.
    for (const product of [matmul(signed, signed), einsum('i,i->', signed, signed)])
      expect([valuesOf(product), product.dtype]).toEqual([26_384, 'int32']);
    expect(matmul(signed, array([1, 1], 'int16')).dtype).toBe('int16');
  });

  test('promote as Keras’s do; sums have 32 bits', () => {
    setBackend(backend);
    const [bytes, signed] = [array([200, 100], 'uint8'), array([-1, 1], 'int8')];
    const difference = subtract(bytes, signed);
    expect([difference.dtype, valuesOf(difference)]).toEqual(['int16', [201, 99]]);
    expect(
      [sum(bytes), prod(bytes), sum(signed), mean(bytes), max(bytes), add(bytes, 1.5)].map((x) => x.dtype),
    ).toEqual(['uint32', 'uint32', 'int32', 'float32', 'uint8', 'float32']);
    expect(valuesOf(sum(bytes))).toBe(300);
    expect(valuesOf(sort(difference))).toEqual([99, 201]);
    expect(valuesOf(greater(bytes, 150))).toEqual([1, 0]);
    expect(() => add(bytes, 300)).toThrow('a number that fits uint8');
  });

  test('floats saturate, integers are cut off', () => {
    setBackend(backend);
    expect(valuesOf(cast([300, -5, 3.7, Number.NaN], 'uint8'))).toEqual([255, 0, 3, 0]);
    expect(valuesOf(cast(array([300, -5], 'int32'), 'uint8'))).toEqual([44, 251]);
    expect(valuesOf(saturateCast(array([300, -5], 'int32'), 'int8'))).toEqual([127, -5]);
  });
});

test('variables and compiled functions keep them', () => {
  const counter = new Variable(array([250], 'uint8'));
  const step = jit((x: Tensor) => {
    counter.assign(add(counter, x));
    return multiply(x, counter);
  });
  expect(Array.from(step(array([10], 'uint8')).dataSync())).toEqual([40]);
  expect([counter.dtype, Array.from(counter.dataSync())]).toEqual(['uint8', [4]]);
});

test('what needs 32 bits says so', () => {
  expect(() => view(array([1], 'uint8'), 'int32').dataSync()).toThrow('Only 32-bit dtypes');
});

test('loops carry them, and wrap in each iteration', () => {
  const [last, all] = scan((c, x) => [add(c, x), c], cast(250, 'uint8'), array([3, 4, 200], 'uint8'));
  expect([last.dtype, Array.from(last.dataSync())]).toEqual(['uint8', [201]]);
  expect([all.dtype, Array.from(all.dataSync())]).toEqual(['uint8', [250, 253, 1]]);
});
