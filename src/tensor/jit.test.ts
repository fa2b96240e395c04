import { describe, expect, test, vi } from 'vitest';
import * as ops from '../ops/index.ts';
import { ArgumentError, StateError } from '../support/errors.ts';
import { convertToTensor } from './convert.ts';
import { gradients } from './gradients.ts';
import { jit } from './jit.ts';
import type { Tensor } from './tensor.ts';
import { Variable } from './variable.ts';

const values = (x: Tensor | Variable) => Array.from(x.dataSync());
const vector = (...x: number[]) => convertToTensor(x);

describe('traces', () => {
  test('once for each shape, dtype and plain argument', () => {
    const body = vi.fn((x: Tensor, scale: number, mode: string | null) => ops.multiply(x, mode === null ? 0 : scale));
    const f = jit(body);
    expect(values(f(vector(1, 2), 3, 'a'))).toEqual([3, 6]);
    expect(values(f(vector(5, 6), 3, 'a'))).toEqual([15, 18]);
    expect(body).toHaveBeenCalledTimes(1);
    f(vector(1, 2, 3), 3, 'a');
    f(convertToTensor(Int32Array.of(1, 2)), 3, 'a');
    f(vector(1, 2), 4, 'a');
    f(vector(1, 2), 3, 'b');
    expect(body).toHaveBeenCalledTimes(5);
    expect(values(f(vector(1, 2), 3, null))).toEqual([0, 0]);
    expect(body).toHaveBeenCalledTimes(6);
  });

  test('arguments that look alike as text', () => {
    const count = jit((...words: (string | number | boolean | null)[]) =>
      convertToTensor(words.length * 10 + (typeof words[0] === 'string' ? 1 : 0)),
    );
    expect([count('a', 'b'), count('a;string:b'), count('a";"b')].map(values)).toEqual([[21], [11], [11]]);
    expect(
      [count(1), count('1'), count('number:1'), count(true), count('true'), count(null), count('null')].map(values),
    ).toEqual([[10], [11], [11], [10], [11], [10], [11]]);
  });

  test('lists and records, in and out', () => {
    const f = jit((batch: { x: Tensor; parts: readonly Tensor[]; name: string }) => ({
      sum: ops.add(batch.x, ops.add(batch.parts[0] ?? 0, batch.parts[1] ?? 0)),
      kept: [batch.name, batch.x, null, 3] as const,
    }));
    const result = f({ x: vector(1), parts: [vector(2), vector(3)], name: 'train' });
    expect(values(result.sum)).toEqual([6]);
    expect([result.kept[0], values(result.kept[1]), result.kept[2], result.kept[3]]).toEqual(['train', [1], null, 3]);
    expect(values(f({ x: vector(10), parts: [vector(20), vector(30)], name: 'train' }).sum)).toEqual([60]);
  });

  test('functions that return nothing, an argument, or the same tensor twice', () => {
    expect(jit(() => {})()).toBeUndefined();
    const x = vector(1, 2);
    const same = jit((t: Tensor) => t)(x);
    expect(same).not.toBe(x);
    expect(values(same)).toEqual([1, 2]);
    const [a, b] = jit((t: Tensor) => {
      const y = ops.add(t, 1);
      return [y, y];
    })(x);
    expect([a, b].map((t) => t && values(t))).toEqual([
      [2, 3],
      [2, 3],
    ]);
  });
});

describe('captured values', () => {
  test('tensors from outside are inputs of the program', () => {
    const scale = ops.add(vector(1, 2), 1);
    const f = jit((x: Tensor) => ops.multiply(x, scale));
    expect(values(f(vector(10, 10)))).toEqual([20, 30]);
    expect(values(scale)).toEqual([2, 3]);
    expect(values(f(vector(1, 1)))).toEqual([2, 3]);
  });

  test('variables are read anew each time', () => {
    const v = new Variable([1]);
    const f = jit(() => ops.multiply(v, 10));
    expect(values(f())).toEqual([10]);
    v.assign([2]);
    expect(values(f())).toEqual([20]);
    v.load([3]);
    expect(values(f())).toEqual([30]);
  });

  test('a tensor of a variable that was taken before keeps its old value', () => {
    const v = new Variable([1]);
    const before = v.value;
    const f = jit(() => {
      v.assign(ops.add(v, 1));
      return ops.add(v, ops.multiply(before, 100));
    });
    expect([values(f()), values(f())]).toEqual([[102], [103]]);
  });
});

describe('variables', () => {
  test('read after an assignment give the new value', () => {
    const v = new Variable([1, 2]);
    const f = jit(() => {
      const old = ops.multiply(v, 1);
      v.assign(ops.multiply(v, 2));
      v.assign(ops.add(v, 1));
      return [old, v.value];
    });
    expect(f().map(values)).toEqual([
      [1, 2],
      [3, 5],
    ]);
    expect(f().map(values)).toEqual([
      [3, 5],
      [7, 11],
    ]);
    expect(values(v)).toEqual([7, 11]);
  });

  test('may be swapped, and read or not', () => {
    const [a, b, c] = [new Variable([1, 2]), new Variable([3, 4]), new Variable([0, 0])];
    const f = jit(() => {
      const old = a.value;
      a.assign(b);
      b.assign(old);
      c.assign([7, 7]);
    });
    f();
    expect([a, b, c].map(values)).toEqual([
      [3, 4],
      [1, 2],
      [7, 7],
    ]);
    f();
    expect([a, b].map(values)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('may be an argument by their tensor while they are written', () => {
    const v = new Variable([1, 2]);
    const f = jit((x: Tensor) => {
      v.assign(ops.add(x, v));
    });
    f(v.value);
    f(v.value);
    expect(values(v)).toEqual([4, 8]);
  });

  test('are shared by several functions', () => {
    const v = new Variable([1]);
    const double = jit(() => {
      v.assign(ops.multiply(v, 2));
    });
    const add = jit(() => {
      v.assign(ops.add(v, 1));
    });
    double();
    add();
    double();
    expect(values(v)).toEqual([6]);
  });

  test('keep their value when the function throws while it is traced', () => {
    const v = new Variable([1]);
    const f = jit(() => {
      v.assign([5]);
      throw new Error('on purpose');
    });
    expect(() => f()).toThrow('on purpose');
    expect(values(v)).toEqual([1]);
    v.assign([2]);
    expect(values(v)).toEqual([2]);
  });
});

test('nested functions become part of the outer program', () => {
  const v = new Variable([1]);
  const inner = jit((x: Tensor) => {
    v.assign(ops.add(v, x));
    return ops.multiply(v, 2);
  });
  const outer = jit((x: Tensor) => ops.add(inner(x), inner(x)));
  expect(values(outer(vector(1)))).toEqual([10]);
  expect(values(v)).toEqual([3]);
  expect(values(inner(vector(1)))).toEqual([8]);
});

test('a training step: gradients with respect to variables before their update', () => {
  const w = new Variable(5);
  const step = jit(() => {
    const loss = ops.square(w);
    const [dw] = gradients(loss, [w]);
    if (dw) w.assign(ops.subtract(w, ops.multiply(dw, 0.1)));
    return loss;
  });
  expect([values(step()), values(step())]).toEqual([[25], [16]]);
  expect(w.dataSync()[0]).toBeCloseTo(3.2, 6);
});

describe('refuses', () => {
  test('async functions, and swallows what they do later', async () => {
    // Wrong on purpose: the type of jit has no room for a promise.
    const f = jit((async () => {
      await Promise.resolve();
      throw new Error('later');
    }) as unknown as () => Tensor);
    expect(() => f()).toThrow(ArgumentError);
    expect(() => f()).toThrow('jit takes a synchronous function');
    await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('tensors of another trace: arguments, variables and what is computed of them', () => {
    const v = new Variable([1]);
    const escaped: Tensor[] = [];
    jit((x: Tensor) => {
      escaped.push(x, v.value, ops.exp(x));
      return x;
    })(vector(1));
    for (const tensor of escaped) {
      const user = jit((x: Tensor) => ops.add(ops.add(tensor, v), x));
      expect(() => user(vector(1))).toThrow(StateError);
      expect(() => user(vector(1))).toThrow('A tensor from another traced function was used here');
    }
  });

  test('to read elements while it traces', () => {
    const f = jit((x: Tensor) => convertToTensor(x.dataSync()));
    expect(() => f(vector(1))).toThrow(StateError);
  });
});

describe('what runs on the host', () => {
  test('pauses a program, several times if need be, and updates variables after', () => {
    const total = new Variable(0);
    const f = jit((x: Tensor) => {
      const [q, r] = ops.qr(ops.multiply(x, 2));
      const inverse = ops.inv(ops.matmul(q, r));
      total.assign(ops.add(total, ops.det(inverse)));
      return ops.matmul(inverse, x);
    });
    const x = convertToTensor([
      [3, 1],
      [4, 2],
    ]);
    for (let step = 0; step < 2; step++) {
      const values = Array.from(f(x).dataSync());
      [0.5, 0, 0, 0.5].forEach((value, i) => {
        expect(values[i]).toBeCloseTo(value, 5);
      });
    }
    expect(total.dataSync()[0]).toBeCloseTo(0.25, 5);
  });
});
