import { expect, test } from 'vitest';
import type { TensorLike } from '../tensor/convert.ts';
import { Variable } from '../tensor/variable.ts';
import * as ops from './index.ts';

test('the derivative in one direction is that of the difference quotient', async () => {
  const f = (x: TensorLike, w: TensorLike) => ops.tanh(ops.matmul(x, ops.exp(w)));
  const [x, w] = [
    [
      [0.3, -0.5],
      [1.2, 0.1],
      [0, 0.7],
    ],
    [
      [0.2, -1],
      [0.4, 0.3],
    ],
  ];
  const [dx, dw] = [ops.cos(ops.multiply(x, 5)), ops.sin(ops.multiply(w, 3))];
  const [y, dy] = ops.jvp(f, [x, w], [dx, dw]);
  expect(y.shape).toEqual([3, 2]);
  const h = 1e-2;
  const at = (t: number) => f(ops.add(x, ops.multiply(dx, t)), ops.add(w, ops.multiply(dw, t)));
  const slope = await ops.divide(ops.subtract(at(h), at(-h)), 2 * h).data();
  (await dy.data()).forEach((value, i) => {
    expect(value).toBeCloseTo(slope[i] ?? Number.NaN, 3);
  });
});

test('what the function gives besides is passed on; constants have derivative 0', async () => {
  // As jax.jvp(lambda x: (2. * x, 'kept'), (3.,), (5.,), has_aux=True).
  const [y, dy, aux] = ops.jvp((x) => [ops.multiply(x, 2), 'kept'] as const, [3], [5], { hasAux: true });
  expect([await y.item(), await dy.item(), aux]).toEqual([6, 10, 'kept']);
  const [, flat] = ops.jvp(() => ops.ones([2]), [1], [1]);
  expect(await flat.array()).toEqual([0, 0]);
  const [, ofFloor] = ops.jvp((x) => ops.floor(x), [1.5], [1]);
  expect(await ofFloor.item()).toBe(0);
});

test('second derivatives by two of them, loops, variables', async () => {
  const cube = (x: TensorLike) => ops.power(x, 3);
  const [, second] = ops.jvp((x) => ops.jvp(cube, [x], [1])[1], [2], [1]);
  expect(await second.item()).toBe(12);
  const v = new Variable([1, 2, 3]);
  const product = (xs: TensorLike) =>
    ops.scan((carry, row) => [ops.multiply(carry, row), carry], ops.ones([]), ops.convertToTensor(xs))[0];
  const [y, dy] = ops.jvp(product, [v], [[1, 0, 1]]);
  expect([await y.item(), await dy.item()]).toEqual([6, 8]);
});

test('what does not fit is refused', () => {
  expect(() => ops.jvp((x) => x, [[1, 2]], [[1]])).toThrow('Received: (1,) for (2,) at 0');
  expect(() => ops.jvp((x) => x, [1, 2], [1])).toThrow('`tangents` must be a list of as many tensors');
  expect(() => ops.jvp((x) => ops.cast(x, 'int32'), [1], [1])).toThrow('must give a tensor of floats');
  const misspelled: object = { hasAUX: true };
  expect(() => ops.jvp((x) => x, [1], [1], misspelled)).toThrow('hasAux');
  expect(() => ops.jvp(3 as never, [1], [1])).toThrow('`fun` must be');
});
