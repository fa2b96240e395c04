import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalize } from './normalize.ts';

test('rows get the Euclidean norm 1 by default, and zeros stay', async () => {
  const [first, second] = (await normalize([
    [3, 4],
    [0, 0],
  ]).array()) as number[][];
  expect(first?.[0]).toBeCloseTo(0.6, 6);
  expect(first?.[1]).toBeCloseTo(0.8, 6);
  expect(second).toEqual([0, 0]);
});

test.each([
  [1, [0.25, -0.75]],
  [Number.POSITIVE_INFINITY, [1 / 3, -1]],
  [3, [1 / 28 ** (1 / 3), -3 / 28 ** (1 / 3)]],
])('of order %s', async (order, expected) => {
  const values = await normalize([1, -3], { order }).data();
  expected.forEach((value, i) => {
    expect(values[i]).toBeCloseTo(value, 6);
  });
});

test('along any axis', async () => {
  expect(
    await normalize(
      [
        [0, 4],
        [5, 0],
      ],
      { axis: 0 },
    ).array(),
  ).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

test('whole numbers become fractions', async () => {
  expect(await normalize(new Int32Array([1, 1]), { order: 1 }).array()).toEqual([0.5, 0.5]);
});

test('every vector that is not zero ends with the norm 1', () => {
  const vector = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(vector, fc.constantFrom(1, 2, 4), (x, order) => {
      const values = [...normalize(x, { order }).dataSync()];
      const norm = values.reduce((sum, value) => sum + Math.abs(value) ** order, 0) ** (1 / order);
      expect(norm).toBeCloseTo(x.every((value) => value === 0) ? 0 : 1, 5);
    }),
    { seed: 7, numRuns: 50 },
  );
});

test('a wrong axis, order or option is refused', () => {
  expect(() => normalize([[1, 2]], { axis: 2 })).toThrow('axis');
  expect(() => normalize([1, 2], { order: 0 })).toThrow('`order` must be a positive number. Received: order=0');
  const options: object = { ord: 2 };
  expect(() => normalize([1, 2], options)).toThrow('order');
});
