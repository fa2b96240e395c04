import { expect, test } from 'vitest';
import { erfInv } from '../graph/primitives/error-function.ts';
import { convertToTensor } from '../tensor/convert.ts';
import { Tensor } from '../tensor/tensor.ts';
import { erfInverse } from './erf-inverse.ts';

const relativeErrors = (values: readonly number[]): number[] => {
  const xs = convertToTensor([...values]);
  const found = new Tensor(erfInverse(xs.node)).dataSync();
  return Array.from(xs.dataSync(), (x, i) => Math.abs((found[i] ?? Number.NaN) / erfInv(x) - 1));
};

test('agrees with the exact inverse to a few units in the last place', () => {
  expect(Math.max(...relativeErrors([-0.99, -0.5, -1e-6, 1e-3, 0.3, 0.9]))).toBeLessThan(6e-7);
});

test('near 1 agrees as far as 1 - x² can be told in single precision', () => {
  expect(Math.max(...relativeErrors([-0.9999999, 0.9999]))).toBeLessThan(1e-5);
});

test('is 0 at 0', () => {
  expect([...new Tensor(erfInverse(convertToTensor([0]).node)).dataSync()]).toEqual([0]);
});
