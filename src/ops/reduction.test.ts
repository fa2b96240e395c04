import { describe, expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import { all, any, countNonzero, logsumexp, prod, sum } from './reduction.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const x = [
  [1, 2, 3],
  [4, 5, 9],
];
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

describe('reductions', () => {
  test('over all axes, one, several; dropped or kept; by position or by name', () => {
    expectValues(sum(x), 24);
    expectValues(sum(x, 0), [5, 7, 12]);
    expectValues(sum(x, -1), [6, 18]);
    expectValues(sum(x, { axis: 1, keepdims: true }), [[6], [18]]);
    expectValues(sum(x, { keepdims: true }), [[24]]);
    expectValues(sum(x, [0, 1]), 24);
    expectValues(sum(x, { axis: [] }), x);
  });

  test('product', () => {
    expectValues(prod(x, 1), [6, 180]);
  });

  test('keep integers and count booleans', () => {
    const int = convertToTensor([1, 2], 'int32');
    const bool = convertToTensor([true, true]);
    expect(sum(int).dtype).toBe('int32');
    expect(sum(bool).dtype).toBe('int32');
    expect(prod(int, { dtype: 'float32' }).dtype).toBe('float32');
  });

  test('pass NaN on', () => {
    expectValues(sum([1, nan]), nan);
  });

  test('truth', () => {
    expectValues(
      any(
        [
          [0, 2],
          [0, 0],
        ],
        1,
      ),
      [1, 0],
    );
    expectValues(
      all(
        [
          [1, 2],
          [0, 1],
        ],
        1,
      ),
      [1, 0],
    );
    expectValues(
      countNonzero(
        [
          [0, 2],
          [3, 1],
        ],
        0,
      ),
      [1, 2],
    );
    expect(all([1]).dtype).toBe('bool');
  });

  test('refuse axes that do not exist, and unknown options', () => {
    expect(() => sum(x, 2)).toThrow(
      '`axis` must be an integer between -2 and 1 for a tensor of rank 2. Received: axis=2',
    );
    expect(() => sum(x, [0, -2])).toThrow('without repeated axes');
    // @ts-expect-error Python's spelling
    expect(() => sum(x, { keep_dims: true })).toThrow('Did you mean "keepdims"?');
  });
});

describe('logsumexp', () => {
  test('neither overflows nor underflows', () => {
    expectValues(logsumexp([1000, 1000]), 1000 + Math.LN2);
    expectValues(logsumexp([-1000, -1001]), -1000 + Math.log1p(Math.exp(-1)));
    expectValues(logsumexp([[0, 0]], { axis: 1, keepdims: true }), [[Math.LN2]]);
    expectValues(logsumexp([-inf, -inf]), -inf);
    expectValues(logsumexp([inf, 0]), inf);
  });
});

describe('gradients', () => {
  test('agree with differences', () => {
    const values = [
      [0.3, -1.2, 2.1],
      [1.4, 0.7, -0.9],
    ];
    for (const fn of [sum, prod, logsumexp]) {
      expectGradient((v) => fn(v), [values]);
      expectGradient((v) => fn(v, 1), [values]);
      expectGradient((v) => fn(v, { axis: 0, keepdims: true }), [values]);
    }
  });

  test('of a product with zeros are exact', () => {
    const v = convertToTensor([0, 2, 3]);
    expectValues(gradients(prod(v), [v])[0] ?? nan, [6, 0, 0]);
  });
});
