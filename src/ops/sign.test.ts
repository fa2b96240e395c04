import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { sign, signbit } from './sign.ts';
import { expectValues } from './testing/expect.ts';

test('signbit sees the sign of zero', () => {
  expectValues(signbit([-1, -0, 0, 1]), [1, 1, 0, 0]);
});

test('sign keeps the dtype', () => {
  expectValues(sign([-2, 0, 3]), [-1, 0, 1]);
  expect(sign(convertToTensor([0, 7], 'uint32')).dtype).toBe('uint32');
  expectValues(sign(convertToTensor([0, 7], 'uint32')), [0, 1]);
  expect(sign(convertToTensor([true])).dtype).toBe('bool');
});
