import { describe, expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { applyMask, type Reduction, reduceWeightedValues, standardizeReduction } from './reduction.ts';

const values = ops.array([
  [1, 2],
  [3, 4],
]);
const mask = ops.array([
  [true, false],
  [true, true],
]);

describe('without weights', () => {
  test.each<[Reduction, number | number[][]]>([
    ['sum_over_batch_size', 2.5],
    ['mean', 2.5],
    ['sum', 10],
    ['mean_with_sample_weight', 2.5],
    [
      'none',
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])('%s', (reduction, want) => expectValues(reduceWeightedValues(values, { reduction }), want));

  test('a scalar stays as it is', () => {
    expectValues(reduceWeightedValues(ops.array(3), { reduction: 'sum_over_batch_size' }), 3);
  });
});

describe('weights', () => {
  const sampleWeight = ops.array([1, 0.5]);
  test.each<[Reduction, number | number[][]]>([
    ['sum_over_batch_size', 6.5 / 4],
    ['sum', 6.5],
    ['mean_with_sample_weight', 6.5 / 3],
    [
      'none',
      [
        [1, 2],
        [1.5, 2],
      ],
    ],
  ])('of samples belong to the first axis, for %s', (reduction, want) => {
    expectValues(reduceWeightedValues(values, { reduction, sampleWeight }), want);
  });

  test('of samples and steps', () => {
    const weights = ops.array([
      [1, 0],
      [0, 2],
    ]);
    expectValues(reduceWeightedValues(values, { reduction: 'sum', sampleWeight: weights }), 9);
    expectValues(reduceWeightedValues(values, { reduction: 'mean_with_sample_weight', sampleWeight: weights }), 3);
  });

  test('of zero alone give 0, not NaN', () => {
    const none = ops.zeros([2]);
    expectValues(reduceWeightedValues(values, { reduction: 'mean_with_sample_weight', sampleWeight: none }), 0);
  });

  test('that fit nothing are refused', () => {
    expect(() => reduceWeightedValues(values, { reduction: 'sum', sampleWeight: ops.ones([3]) })).toThrow(
      '`sampleWeight` must be of a shape that fits the losses\' shape (2, 2). Received: sampleWeight="shape (3,)"',
    );
  });
});

describe('masks', () => {
  test.each<[Reduction, number | number[][]]>([
    ['sum_over_batch_size', 8 / 3],
    ['mean', 8 / 3],
    ['sum', 8],
    ['mean_with_sample_weight', 8 / 3],
    [
      'none',
      [
        [1, 0],
        [3, 4],
      ],
    ],
  ])('leave entries out of %s', (reduction, want) => {
    expectValues(reduceWeightedValues(values, { reduction, mask }), want);
  });

  test('go together with weights of samples', () => {
    const sampleWeight = ops.array([2, 1]);
    expectValues(reduceWeightedValues(values, { reduction: 'sum', sampleWeight, mask }), 9);
    expectValues(reduceWeightedValues(values, { reduction: 'mean', sampleWeight, mask }), 3);
  });

  test('of one entry per sample go together with weights of steps', () => {
    const weight = applyMask(
      ops.array([
        [1, 2],
        [3, 4],
      ]),
      ops.array([true, false]),
      'sum',
    );
    expectValues(weight ?? [], [
      [1, 2],
      [0, 0],
    ]);
  });

  test('that leave nothing give 0, not NaN', () => {
    const nothing = ops.array([
      [false, false],
      [false, false],
    ]);
    expectValues(reduceWeightedValues(values, { reduction: 'mean', mask: nothing }), 0);
  });
});

test('names of reductions', () => {
  expect(standardizeReduction(null)).toBe('none');
  expect(standardizeReduction('mean')).toBe('mean');
  expect(() => standardizeReduction('sum_over_batch')).toThrow(
    'Unknown reduction. Did you mean "sum_over_batch_size"? Received: "sum_over_batch"',
  );
  expect(() => standardizeReduction(3)).toThrow('`reduction` must be one of');
});
