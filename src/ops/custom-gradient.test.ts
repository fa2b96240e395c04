import { expect, test } from 'vitest';
import { gradients } from '../tensor/gradients.ts';
import { jit } from '../tensor/jit.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { Variable } from '../tensor/variable.ts';
import { add, multiply } from './arithmetic.ts';
import { array } from './core.ts';
import { customGradient } from './custom-gradient.ts';
import { round } from './rounding.ts';
import { valuesOf } from './testing/expect.ts';

const straightThrough = customGradient((x) => [round(x), (upstream) => upstream]);

test('the value is that of the function, the gradient what is given', () => {
  const x = array([0.4, 1.6]);
  const y = straightThrough(x);
  expect(valuesOf(y)).toEqual([0, 2]);
  expect(gradients(straightThrough(x), [x], array([3, 5])).map((d) => d && valuesOf(d))).toEqual([[3, 5]]);
});

test('several arguments, of which one has no gradient; inside jit', () => {
  const weighted = customGradient((a, b) => [multiply(a, b), (up) => [multiply(up, 10), null]]);
  const v = new Variable([2, 3]);
  const step = jit((b: Tensor) => {
    const result = weighted(v, b);
    const [dv, db] = gradients(add(result, 0), [v, b], array([1, 2]));
    return [result, dv, db];
  });
  const [result, dv, db] = step(array([4, 5])) as (Tensor | null)[];
  expect([result && valuesOf(result), dv && valuesOf(dv), db]).toEqual([[8, 15], [10, 20], null]);
});

test('what does not fit is refused', () => {
  // @ts-expect-error no gradient
  expect(() => customGradient((x) => x)([1])).toThrow('gives [tensor, gradient]');
  const wrong = customGradient((x) => [x, () => array([1, 2, 3])]);
  const x = array([1, 2]);
  expect(() => gradients(wrong(x), [x], x)).toThrow('must have its shape (2,). Received: (3,)');
});
