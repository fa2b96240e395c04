import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { gradients } from '../tensor/gradients.ts';
import {
  cbrt,
  erf,
  erfc,
  erfinv,
  exp,
  exp2,
  expm1,
  log,
  log1p,
  log2,
  log10,
  logaddexp,
  logaddexp2,
  rsqrt,
  sqrt,
} from './exponential.ts';
import { sum } from './reduction.ts';
import { expectGradient, expectValues } from './testing/expect.ts';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

test('exponentials and logarithms', () => {
  expectValues(exp([0, 1, -inf]), [1, Math.E, 0]);
  expectValues(exp2([0, 3, -1]), [1, 8, 0.5]);
  expectValues(expm1([0, 1e-8]), [0, 1e-8], 1e-14);
  expectValues(log([1, Math.E, 0, -1]), [0, 1, -inf, nan]);
  expectValues(log1p([0, 1e-8]), [0, 1e-8], 1e-14);
  expectValues(log2([1, 8]), [0, 3]);
  expectValues(log10([1, 1000]), [0, 3]);
});

test('integers become float32', () => {
  expect(exp(convertToTensor([1], 'int32')).dtype).toBe('float32');
  expect(sqrt(convertToTensor([true])).dtype).toBe('float32');
});

test('roots', () => {
  expectValues(sqrt([4, 0, -1]), [2, 0, nan]);
  expectValues(rsqrt([4, 0]), [0.5, inf]);
  expectValues(cbrt([27, -8, 0]), [3, -2, 0]);
});

test('logaddexp is exact far from zero and for infinities', () => {
  expectValues(logaddexp([1000, -inf, inf, 0], [1000, -inf, 1, -1000]), [1000 + Math.LN2, -inf, inf, 0]);
  expectValues(logaddexp2([3, 1000], [3, 1000]), [4, 1001]);
});

test('the error function', () => {
  expectValues(erf([0, 1, -1]), [0, 0.8427008, -0.8427008]);
  expectValues(erfc([0, 1]), [1, 0.1572992]);
  expectValues(erfinv([0, 0.5, -1, 1]), [0, 0.4769363, -inf, inf]);
});

test('gradients agree with differences', () => {
  for (const fn of [exp, exp2, expm1, erf, erfc]) expectGradient(fn, [[-1.1, 0.4, 1.3]]);
  for (const fn of [log, log1p, log2, log10, sqrt, rsqrt, cbrt]) expectGradient(fn, [[0.5, 1.4, 2.3]], 5e-3);
  expectGradient(erfinv, [[-0.7, 0.1, 0.5]]);
  expectGradient(logaddexp, [
    [0.2, 1.5],
    [1.1, -0.4],
  ]);
});

test('the gradient of logaddexp is finite at infinities', () => {
  const x = convertToTensor([-inf, 5]);
  const [dx] = gradients(sum(logaddexp(x, [-inf, 5])), [x]);
  expect(dx?.dataSync()[1]).toBe(0.5);
});
