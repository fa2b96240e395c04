import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { newtonSchulz } from './newton-schulz.ts';

/** These coefficients make the iteration converge: they are the Taylor series of 1 / sqrt. */
const CONVERGENT = [15 / 8, -10 / 8, 3 / 8] as const;

test.each([
  [
    [
      [2, 0],
      [1, 1],
      [0, -3],
    ],
  ],
  [
    [
      [2, 1, 0],
      [0, 1, -3],
    ],
  ],
])('makes rows or columns orthonormal', async (matrix) => {
  const q = newtonSchulz(ops.convertToTensor(matrix), 12, CONVERGENT);
  const gram = matrix.length > 2 ? ops.matmul(ops.transpose(q), q) : ops.matmul(q, ops.transpose(q));
  const distance = await ops.max(ops.absolute(ops.subtract(gram, ops.eye(2)))).item();
  expect(distance).toBeLessThan(1e-5);
});
