import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { ArgumentError } from '../support/errors.ts';
import { convertToTensor } from './convert.ts';
import { jit } from './jit.ts';
import type { Tensor } from './tensor.ts';
import { Variable } from './variable.ts';

const values = (x: Tensor | Variable) => Array.from(x.dataSync());
const increment = (v: Variable) =>
  jit(() => {
    v.assign(ops.add(v, 1));
  });

test('what it says of itself', async () => {
  const v = new Variable([[1, 2]], { name: 'kernel', path: 'dense/kernel', trainable: false });
  expect([v.name, v.path, v.trainable, v.shape, v.rank, v.dtype]).toEqual([
    'kernel',
    'dense/kernel',
    false,
    [1, 2],
    2,
    'float32',
  ]);
  expect(new Variable(true)).toMatchObject({
    name: 'variable',
    path: 'variable',
    trainable: true,
    dtype: 'bool',
    regularizer: null,
    constraint: null,
  });
  expect(await v.array()).toEqual([[1, 2]]);
  expect(inspect(v)).toBe('Variable(path=dense/kernel, Tensor([[1, 2]], shape=(1, 2), dtype=float32))');
});

describe('assign', () => {
  test('takes what has its shape, in its own dtype', () => {
    const v = new Variable(Int32Array.of(1, 2));
    expect(v.assign([3.7, -3.7])).toBe(v);
    expect([v.dtype, values(v)]).toEqual(['int32', [3, -3]]);
    expect(values(v.assign(new Variable([5, 6])))).toEqual([5, 6]);
  });

  test('refuses other shapes, and leaves the value as it was', () => {
    const v = new Variable([1, 2], { path: 'dense/bias' });
    expect(() => v.assign([1, 2, 3])).toThrow(ArgumentError);
    expect(() => v.assign(1)).toThrow(
      'Variable "dense/bias" of shape (2,) takes a value of the same shape. Received: shape ()',
    );
    expect(values(v)).toEqual([1, 2]);
  });

  test('of itself, changed, many times', () => {
    const v = new Variable([1, 2]);
    for (let i = 0; i < 2000; i++) v.assign(ops.add(v, 1));
    expect(values(v)).toEqual([2001, 2002]);
  });

  test('a constant does not change tensors that were taken before', () => {
    const v = new Variable([1, 2]);
    increment(v)();
    const before = v.value;
    v.assign(ops.zeros([2]));
    expect([values(before), values(v)]).toEqual([
      [2, 3],
      [0, 0],
    ]);
    increment(v)();
    v.assign(ops.zeros([2]));
    increment(v)();
    expect(values(v)).toEqual([1, 1]);
  });
});

describe('tensors of its value keep it', () => {
  test('when it is assigned', () => {
    const v = new Variable([1, 2]);
    const before = v.value;
    v.assign([8, 9]);
    expect([values(before), values(v)]).toEqual([
      [1, 2],
      [8, 9],
    ]);
  });

  test('when a program overwrites it in place', () => {
    const v = new Variable([1, 2]);
    const step = increment(v);
    const taken: Tensor[] = [];
    for (let i = 0; i < 3; i++) {
      taken.push(v.value);
      step();
    }
    expect(taken.map(values)).toEqual([
      [1, 2],
      [2, 3],
      [3, 4],
    ]);
    expect(values(v)).toEqual([4, 5]);
  });

  test('when what they were computed into is read later', () => {
    const v = new Variable([1, 2]);
    increment(v)();
    const later = ops.multiply(v, 10);
    increment(v)();
    v.load([7]);
    expect([values(later), values(v)]).toEqual([
      [20, 30],
      [7, 4],
    ]);
  });

  test('and the value that it started from keeps its own', () => {
    const start = convertToTensor([1, 2]);
    const [a, b] = [new Variable(start), new Variable(start)];
    increment(a)();
    b.load([5]);
    expect([values(start), values(a), values(b)]).toEqual([
      [1, 2],
      [2, 3],
      [5, 2],
    ]);
  });

  test('and a copy by assignment is a copy', () => {
    const a = new Variable([1, 2]);
    const b = new Variable([0, 0]);
    b.assign(a);
    increment(a)();
    expect([values(a), values(b)]).toEqual([
      [2, 3],
      [1, 2],
    ]);
  });
});

describe('load', () => {
  test('overwrites the first elements', () => {
    const v = new Variable([1, 2, 3]);
    expect(values(v.load([9, 8]))).toEqual([9, 8, 3]);
    expect(values(v.load([]))).toEqual([9, 8, 3]);
  });

  test('refuses more than there is room for', () => {
    const v = new Variable([1, 2]);
    expect(() => v.load([1, 2, 3])).toThrow('Variable "variable" holds 2 elements. Received: 3');
    expect(values(v)).toEqual([1, 2]);
  });
});

test('its first value is never part of a trace', () => {
  let inner: Variable | undefined;
  const f = jit(() => {
    inner ??= new Variable(() => ops.add([1, 2], 1));
    return ops.sum(inner);
  });
  expect(values(f())).toEqual([5]);
  expect(inner && values(inner)).toEqual([2, 3]);
});
