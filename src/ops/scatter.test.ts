import { test } from 'vitest';
import { scatter, segmentSum } from './scatter.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

test('scatter and segmentSum add up what lands in one place', () => {
  expectValues(scatter([[1], [3], [1]], [1, 2, 3], [4]), [0, 4, 0, 2]);
  expectValues(scatter([[0, 1]], [5], [2, 2]), [
    [0, 5],
    [0, 0],
  ]);
  expectValues(segmentSum([1, 2, 3], [0, 2, 0], { numSegments: 3 }), [4, 0, 2]);
  expectGradient((v) => scatter([[1], [3], [1]], v, [4]), [[1, 2, 3]]);
});
