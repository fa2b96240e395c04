import { expect, test } from 'vitest';
import * as ops from './index.ts';

test('a function of scalars takes what broadcasts', async () => {
  const larger = ops.vectorize((a, b) => ops.where(ops.greater(a, b), a, ops.multiply(b, 10)));
  expect(await larger([[1], [5]], [2, 3, 4]).array()).toEqual([
    [20, 30, 40],
    [5, 5, 5],
  ]);
  expect(await larger(1, 2).array()).toBe(20);
});

test('with a signature it takes and gives small tensors', async () => {
  const dot = ops.vectorize((a, b) => ops.sum(ops.multiply(a, b)), { signature: '(n),(n)->()' });
  expect(
    await dot(
      [
        [1, 2],
        [3, 4],
      ],
      [10, 1],
    ).array(),
  ).toEqual([12, 34]);
  const pairs = ops.vectorize((a) => ops.stack([a, ops.negative(a)]), { signature: '( ) -> (k)' });
  expect(await pairs([1, 2]).array()).toEqual([
    [1, -1],
    [2, -2],
  ]);
});

test('excluded arguments are handed on whole', async () => {
  const lookUp = ops.vectorize((table, i) => ops.take(table, ops.cast(i, 'int32'), 0), { excluded: [0] });
  expect(
    await lookUp(
      [10, 20, 30],
      [
        [2, 0],
        [1, 1],
      ],
    ).array(),
  ).toEqual([
    [30, 10],
    [20, 20],
  ]);
});

test('what does not fit is refused', () => {
  const f = (a: Parameters<typeof ops.negative>[0]) => ops.negative(a);
  expect(() => ops.vectorize(f, { signature: '(n)-(n)' })).toThrow("`signature` must be one like '(m,n),(n)->(m)'");
  expect(() => ops.vectorize(f, { signature: '(n)->(n),(n)' })).toThrow('one with a single result');
  expect(() => ops.vectorize(f, { signature: '(n)->(n)' })(1)).toThrow('at least 1 axes at 0');
  expect(() => ops.vectorize(f, { signature: '(n)->(n)' })([1], [2])).toThrow('`args` must be 1 tensors');
  expect(() => ops.vectorize((a, b) => ops.add(a, b), { signature: '(n),(n)->(n)' })([1], [2, 3])).toThrow('axis n');
  expect(() => ops.vectorize(f)()).toThrow('`args` must be at least one tensor');
  expect(() => ops.vectorize(3 as never)).toThrow('`pyfunc` must be a function');
  expect(() => ops.vectorize((() => 3) as never)([1])).toThrow('gives a tensor');
});
