import { expect, test } from 'vitest';
import { eye, identity, tri } from './matrices.ts';
import { expectValues } from './testing/expect.ts';

test('matrices with ones', () => {
  expectValues(eye(2), [
    [1, 0],
    [0, 1],
  ]);
  expectValues(eye(2, { M: 3, k: 1 }), [
    [0, 1, 0],
    [0, 0, 1],
  ]);
  expect(identity(2, 'int32').dtype).toBe('int32');
  expectValues(tri(2, { M: 3, k: 0 }), [
    [1, 0, 0],
    [1, 1, 0],
  ]);
});
