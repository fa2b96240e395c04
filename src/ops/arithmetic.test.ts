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
import { sum } from './reduction.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const int = (values: number[]) => convertToTensor(values, 'int32');
const bool = (values: boolean[]) => convertToTensor(values);
const { NaN: nan } = Number;

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

  test('maximum and minimum pass NaN on', () => {
    expectValues(maximum([1, nan, 3], [2, 0, nan]), [2, nan, nan]);
    expectValues(minimum([1, nan, 3], [2, 0, nan]), [1, nan, nan]);
  });
});

describe('unary arithmetic', () => {
  test('absolute, negative, square, reciprocal', () => {
    expectValues(absolute([-2, 0, 3]), [2, 0, 3]);
    expectValues(negative([-2, 3]), [2, -3]);
    expectValues(square([-2, 3]), [4, 9]);
    expectValues(reciprocal(int([2, 4])), [0.5, 0.25]);
  });

  test('absolute leaves booleans alone', () => {
    expect(absolute(bool([true])).dtype).toBe('bool');
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
  for (const fn of [add, subtract, multiply, divide, maximum, minimum, divideNoNan]) expectGradient(fn, [a, b]);
  expectGradient((x) => clip(x, -1, 1), [a]);
  for (const fn of [negative, absolute, square, reciprocal]) expectGradient(fn, [a]);
});
