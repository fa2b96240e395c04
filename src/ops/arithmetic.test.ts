import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import {
  absolute,
  add,
  clip,
  divide,
  divideNoNan,
  maximum,
  minimum,
  multiply,
  negative,
  reciprocal,
  square,
  subtract,
} from './arithmetic.ts';
import { floorDivide, fmod, mod } from './division.ts';
import { fmax, fmin, nanToNum } from './nan.ts';
import { hypot, power } from './power.ts';
import { sum } from './reduction.ts';
import { sign, signbit } from './sign.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const int = (values: number[]) => convertToTensor(values, 'int32');
const bool = (values: boolean[]) => convertToTensor(values);
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

describe('binary arithmetic', () => {
  test('adds, subtracts, multiplies and divides', () => {
    expectValues(add([1, 2], [3, 5]), [4, 7]);
    expectValues(subtract([1, 2], [3, 5]), [-2, -3]);
    expectValues(multiply([1, 2], [3, 5]), [3, 10]);
    expectValues(divide([1, 2], [4, 5]), [0.25, 0.4]);
  });

  test('on booleans is or, and; a difference counts', () => {
    expect(add(bool([true, false]), bool([true, false])).dtype).toBe('bool');
    expectValues(add(bool([true, false]), bool([true, false])), [1, 0]);
    expectValues(multiply(bool([true, false]), bool([true, true])), [1, 0]);
    expectValues(subtract(bool([false, true]), bool([true, true])), [-1, 0]);
  });

  test('keeps integers, but divides them as real numbers', () => {
    expect(multiply(int([2]), 3).dtype).toBe('int32');
    expect(divide(int([1]), int([2])).dtype).toBe('float32');
    expectValues(divide(int([1]), int([2])), [0.5]);
  });

  test('divideNoNan gives 0 for a divisor of 0, with a finite gradient', () => {
    expectValues(divideNoNan([1, 0, 4], [0, 0, 2]), [0, 0, 2]);
    const [a, b] = [convertToTensor([1]), convertToTensor([0])];
    const [da, db] = gradients(sum(divideNoNan(a, b)), [a, b]);
    expectValues(da ?? nan, [0]);
    expectValues(db ?? nan, [0]);
  });

  test.each([
    [7, 3, 1, 1, 2],
    [-7, 3, 2, -1, -3],
    [7, -3, -2, 1, -3],
    [-7, -3, -1, -1, 2],
    [6, 3, 0, 0, 2],
    [-6, 3, 0, 0, -2],
  ])('%d and %d: mod, fmod and floorDivide agree for floats and integers', (a, b, floored, truncated, quotient) => {
    for (const make of [(x: number) => convertToTensor([x]), (x: number) => int([x])]) {
      expectValues(mod(make(a), make(b)), [floored]);
      expectValues(fmod(make(a), make(b)), [truncated]);
      expectValues(floorDivide(make(a), make(b)), [quotient]);
    }
  });

  test('floorDivide of floats is exact where the rounded quotient is not', () => {
    expectValues(floorDivide([1, 5.5, -5.5], [0.1, 2, 2]), [9, 2, -3]);
    expectValues(floorDivide([1, -1], [0, 0]), [inf, -inf]);
  });

  test('power', () => {
    expectValues(power([2, -2, 0.5], 2), [4, 4, 0.25]);
    expectValues(power([2, 9], [10, 0.5]), [1024, 3]);
    expect(power(int([3]), 2).dtype).toBe('int32');
    expectValues(power(int([-3]), int([3])), [-27]);
    expectValues(power([-1], [0.5]), [nan]);
  });

  test('maximum and minimum pass NaN on, fmax and fmin do not', () => {
    expectValues(maximum([1, nan, 3], [2, 0, nan]), [2, nan, nan]);
    expectValues(minimum([1, nan, 3], [2, 0, nan]), [1, nan, nan]);
    expectValues(fmax([1, nan, 3], [2, 0, nan]), [2, 0, 3]);
    expectValues(fmin([1, nan, 3], [2, 0, nan]), [1, 0, 3]);
  });

  test('hypot neither overflows nor underflows', () => {
    expectValues(hypot([3, 1e30, 3e-30, 0], [4, 1e30, 4e-30, 0]), [5, Math.SQRT2 * 1e30, 5e-30, 0]);
  });
});

describe('unary arithmetic', () => {
  test('absolute, negative, sign, square, reciprocal', () => {
    expectValues(absolute([-2, 0, 3]), [2, 0, 3]);
    expectValues(negative([-2, 3]), [2, -3]);
    expectValues(sign([-2, 0, 3]), [-1, 0, 1]);
    expectValues(square([-2, 3]), [4, 9]);
    expectValues(reciprocal(int([2, 4])), [0.5, 0.25]);
  });

  test('sign and absolute of other dtypes', () => {
    expect(sign(convertToTensor([0, 7], 'uint32')).dtype).toBe('uint32');
    expectValues(sign(convertToTensor([0, 7], 'uint32')), [0, 1]);
    expect(absolute(bool([true])).dtype).toBe('bool');
  });

  test('signbit sees the sign of zero', () => {
    expectValues(signbit([-1, -0, 0, 1]), [1, 1, 0, 0]);
  });

  test('nanToNum', () => {
    expectValues(nanToNum([nan, inf, -inf, 1], { nan: 5, posinf: 6 }), [5, 6, -3.4028234663852886e38, 1]);
  });
});

describe('clip', () => {
  test('limits from both sides; limits may broadcast', () => {
    expectValues(clip([-3, 0.5, 3], -1, 1), [-1, 0.5, 1]);
    expectValues(clip([-3, 0.5, 3], [0, 0, 0], [1, 0.25, 9]), [0, 0.25, 3]);
    expect(clip(int([5]), 0, 3).dtype).toBe('int32');
  });
});

test('gradients agree with differences', () => {
  const a = [0.3, -1.2, 2.1];
  const b = [1.4, 0.7, -0.9];
  for (const fn of [add, subtract, multiply, divide, maximum, minimum, hypot, divideNoNan]) expectGradient(fn, [a, b]);
  expectGradient(power, [
    [0.3, 1.2, 2.1],
    [1.4, 0.7, -0.9],
  ]);
  expectGradient((x) => power(x, 3), [a]);
  expectGradient((x) => clip(x, -1, 1), [a]);
  for (const fn of [negative, absolute, square, reciprocal]) expectGradient(fn, [a]);
});
