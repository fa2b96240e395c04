import { expect, test } from 'vitest';
import { arange } from './sequence.ts';
import { corrcoef, correlate, extractSequences, geomspace, psnr, trapezoid, vander } from './signal.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

test('trapezoid with steps, places and axes', () => {
  expectValues(trapezoid([1, 2, 4], { x: [0, 1, 4] }), 10.5);
  expectValues(
    trapezoid(
      [
        [1, 2],
        [3, 4],
      ],
      { axis: 0, dx: 2 },
    ),
    [4, 6],
  );
  expectValues(trapezoid([5]), 0);
  expect(() => trapezoid([1, 2], { x: [1, 2, 3] })).toThrow('`x` must be a tensor with 2 positions');
  expectGradient(
    (y, x) => trapezoid(y, { x }),
    [
      [1, 2, 4],
      [0, 1, 3],
    ],
  );
});

test('vander counts powers up or down', () => {
  expectValues(vander([2, 3], { N: 3, increasing: true }), [
    [1, 2, 4],
    [1, 3, 9],
  ]);
  expect(vander([2, 3], { N: 0 }).shape).toEqual([2, 0]);
  expectGradient((x) => vander(x, { N: 4 }), [[1.5, 0.5]]);
});

test('correlate in each mode, and with the longer list second', () => {
  const [a, b] = [
    [1, 2, 3],
    [0, 1, 0.5],
  ];
  expectValues(correlate(a, b), [3.5]);
  expectValues(correlate(a, b, 'full'), [0.5, 2, 3.5, 3, 0]);
  expectValues(correlate([1, 2], [1, 2, 3], 'full'), [3, 8, 5, 2]);
  expectGradient(
    (x, y) => correlate(x, y, 'same'),
    [
      [1, 2, 3, 4],
      [1, 0.5],
    ],
  );
  expect(() => correlate([], [1])).toThrow('`x1` must be a list with elements');
});

test('corrcoef is 1 on the diagonal', () => {
  expectValues(
    corrcoef([
      [1, 2, 3],
      [2, 1, 0],
    ]),
    [
      [1, -1],
      [-1, 1],
    ],
  );
  expectValues(corrcoef([1, 2, 4]), 1);
  expectGradient(
    (x) => corrcoef(x),
    [
      [
        [1, 2, 4],
        [2, -1, 0.5],
      ],
    ],
    5e-3,
  );
});

test('geomspace of negative numbers; windows of a signal; psnr', () => {
  expectValues(geomspace(-1, -100, { num: 3 }), [-1, -10, -100], 1e-5);
  expectValues(extractSequences(arange(6), 4, 1), [
    [0, 1, 2, 3],
    [1, 2, 3, 4],
    [2, 3, 4, 5],
  ]);
  expect(() => extractSequences([1], 2, 1)).toThrow('no longer than');
  expect(valuesOf(psnr([1], [1], 1))).toBe(Number.POSITIVE_INFINITY);
});
