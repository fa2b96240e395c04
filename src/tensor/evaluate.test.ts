import { afterEach, describe, expect, test } from 'vitest';
import * as g from '../graph/build.ts';
import * as ops from '../ops/index.ts';
import { StateError } from '../support/errors.ts';
import { convertToTensor } from './convert.ts';
import { evaluate } from './evaluate.ts';
import { jit } from './jit.ts';
import { currentBackend, setBackend } from './runtime.ts';
import { Tensor } from './tensor.ts';
import { Variable } from './variable.ts';

const values = (t: Tensor) => Array.from(t.dataSync());

test('tensors are computed once and stay the same objects', () => {
  const x = ops.exp(convertToTensor([0, 1]));
  const before = x.node;
  const [storage] = evaluate([x]);
  expect(x.node).not.toBe(before);
  expect(evaluate([x])).toEqual([storage]);
});

test('several at once, repeated, evaluated and not', () => {
  const x = convertToTensor([1, 2]);
  const y = ops.add(x, 1);
  const z = ops.multiply(y, 2);
  values(y);
  const [a, b, c, d] = evaluate([z, x, y, z]);
  expect([a, b, c].map((storage) => Array.from(storage?.read() ?? []))).toEqual([
    [4, 6],
    [1, 2],
    [2, 3],
  ]);
  expect(d).toBe(a);
});

test('a value that was read may be computed with further', () => {
  let x = convertToTensor([1, 2]);
  for (let i = 0; i < 5; i++) {
    x = ops.multiply(x, 2);
    values(x);
  }
  expect(values(x)).toEqual([32, 64]);
});

test('a long loop without reading anything', () => {
  let x = convertToTensor([1, 2, 3]);
  for (let i = 0; i < 3000; i++) x = ops.add(ops.multiply(x, 0.5), 1);
  expect(values(x)).toEqual([2, 2, 2]);
});

test('programs are told apart by everything that matters, and only by that', () => {
  const x = convertToTensor([[1, 2]]);
  const padded = (value: number) => values(new Tensor(g.pad(x.node, [0, 1], [0, 0], value)));
  expect(padded(Number.NEGATIVE_INFINITY)).toEqual([Number.NEGATIVE_INFINITY, 1, 2]);
  expect(padded(Number.POSITIVE_INFINITY)).toEqual([Number.POSITIVE_INFINITY, 1, 2]);
  expect(padded(Number.NaN)).toEqual([Number.NaN, 1, 2]);
  expect(values(ops.subtract(x, [[3, 4]]))).toEqual([-2, -2]);
  expect(values(ops.subtract([[3, 4]], x))).toEqual([2, 2]);
  expect(values(ops.subtract(x, x))).toEqual([0, 0]);
});

describe('host primitives', () => {
  test('run between programs, in the right order', () => {
    const a = ops.add(
      [
        [3, 1],
        [4, 2],
      ],
      0,
    );
    const [q, r] = ops.qr(ops.multiply(a, 2));
    const product = ops.matmul(q, r);
    expect(values(product).map((x) => Math.round(x * 1e4) / 1e4)).toEqual([6, 2, 8, 4]);
  });

  test('of what another one gave', () => {
    const [q] = ops.qr([
      [2, 1],
      [1, 3],
    ]);
    const [again, r] = ops.qr(q);
    const identity = ops.abs(ops.matmul(ops.transpose(again), q));
    expect(values(ops.add(identity, ops.multiply(r, 0))).map((x) => Math.round(x * 1e4) / 1e4)).toEqual([1, 0, 0, 1]);
  });
});

describe('traced tensors', () => {
  test('have no value outside of their function', () => {
    let escaped: Tensor | undefined;
    const f = jit((x: Tensor) => {
      escaped = ops.exp(x);
      return x;
    });
    f(convertToTensor([1]));
    expect(() => escaped?.dataSync()).toThrow(StateError);
    expect(() => escaped?.dataSync()).toThrow('Return it from the function instead. Received: a traced tensor');
    expect(String(escaped)).toBe('Tensor(traced, shape=(1,), dtype=float32)');
  });
});

describe('backends', () => {
  const before = currentBackend().name;
  afterEach(() => setBackend(before));

  test('values move over when the backend changes', () => {
    const x = convertToTensor([1, 2]);
    const v = new Variable([3, 4]);
    const y = ops.add(x, v);
    values(y);
    setBackend('reference');
    expect(values(ops.multiply(y, v))).toEqual([12, 24]);
    const step = jit(() => {
      v.assign(ops.add(v, 1));
      return ops.sum(v);
    });
    expect(values(step())).toEqual([9]);
    setBackend(before);
    expect(values(step())).toEqual([11]);
    expect(Array.from(v.dataSync())).toEqual([5, 6]);
    expect(values(x)).toEqual([1, 2]);
  });

  test('unknown ones are refused', () => {
    expect(() => setBackend('wasmm')).toThrow('Unknown backend. Did you mean "wasm"? Received: "wasmm"');
    expect(() => setBackend('toString')).toThrow('Unknown backend');
  });
});
