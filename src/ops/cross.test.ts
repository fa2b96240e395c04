import { expect, test } from 'vitest';
import { cross } from './cross.ts';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

// Numbers: keras.ops.cross of Keras 3.15.1 on JAX.
test('vectors of two and three components, along any axis', () => {
  expectValues(cross([1, 0, 0], [0, 1, 0]), [0, 0, 1]);
  expectValues(
    cross(
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ),
    [-4, -4],
  );
  expectValues(cross([1, 2, 3], [4, 5]), [-15, 12, -3]);
  const [a, b] = [reshape(arange(6), [3, 2]), reshape(arange(5, { stop: -1, step: -1 }), [2, 3])];
  expectValues(cross(a, b, { axisa: 0, axisb: 1, axisc: 0 }), [
    [-10, -5],
    [20, 10],
    [-10, -5],
  ]);
  expect(cross(a, a, { axis: 0 }).shape).toEqual([3, 2]);
});

test('the gradient', () => {
  expectGradient((x) => cross(x, [0.5, -1, 2]), [[1, 2, 3]]);
});

test('other numbers of components are refused', () => {
  expect(() => cross([1, 2, 3, 4], [1, 2, 3])).toThrow('`x1` must be a tensor of vectors with 2 or 3 components');
});
