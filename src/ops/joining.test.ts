import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { append, columnStack, concatenate, dstack, hstack, stack, vstack } from './joining.ts';
import { split, unstack } from './splitting.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

describe('joining', () => {
  test('concatenate along an axis', () => {
    expectValues(concatenate([[1], [2, 3]]), [1, 2, 3]);
    expectValues(
      concatenate(
        [
          [[1], [2]],
          [[3], [4]],
        ],
        { axis: -1 },
      ),
      [
        [1, 3],
        [2, 4],
      ],
    );
  });

  test('promotes dtypes', () => {
    expect(concatenate([convertToTensor([1], 'int32'), convertToTensor([0.5])]).dtype).toBe('float32');
  });

  test('refuses nothing, scalars, and extents that differ', () => {
    expect(() => concatenate([])).toThrow('`xs` must be a list with at least one tensor. Received: xs=[]');
    expect(() => concatenate([1, 2])).toThrow('Scalars are joined with ops.stack');
    expect(() => concatenate([[[1]], [[1, 2]]])).toThrow('Received: (1, 1), (1, 2)');
    expect(() => stack([[1], [1, 2]])).toThrow('ops.stack takes tensors of one shape. Received: (1,), (2,)');
  });

  test('stack and unstack', () => {
    expectValues(stack([1, 2]), [1, 2]);
    expectValues(
      stack(
        [
          [1, 2],
          [3, 4],
        ],
        1,
      ),
      [
        [1, 3],
        [2, 4],
      ],
    );
    expect(
      unstack([
        [1, 2],
        [3, 4],
      ]).map(valuesOf),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(
      unstack(
        [
          [1, 2],
          [3, 4],
        ],
        { axis: 1 },
      ).map(valuesOf),
    ).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(() => unstack([1, 2], 3)).toThrow('the extent 2 of the axis. Received: num=3');
  });

  test('hstack, vstack, dstack, columnStack, append', () => {
    expectValues(hstack([[1], [2, 3]]), [1, 2, 3]);
    expectValues(
      vstack([
        [1, 2],
        [3, 4],
      ]),
      [
        [1, 2],
        [3, 4],
      ],
    );
    expect(
      dstack([
        [1, 2],
        [3, 4],
      ]).shape,
    ).toEqual([1, 2, 2]);
    expectValues(
      columnStack([
        [1, 2],
        [3, 4],
      ]),
      [
        [1, 3],
        [2, 4],
      ],
    );
    expectValues(append([[1]], [[2]]), [1, 2]);
    expectValues(append([[1]], [[2]], 1), [[1, 2]]);
  });
});

test('gradients agree with differences', () => {
  expectGradient(
    (a, b) => concatenate([a, b], 1),
    [
      [[1], [2]],
      [
        [3, 4],
        [5, 6],
      ],
    ],
  );
  expectGradient(
    (a, b) => stack([a, b], 1),
    [
      [1, 2],
      [3, 4],
    ],
  );
  expectGradient((a) => concatenate(split(a, 2).reverse()), [[1, 2, 3, 4]]);
});
