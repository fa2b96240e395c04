import { expect, test } from 'vitest';
import { convertToTensor } from '../tensor/convert.ts';
import { expectGradient, expectValues } from './testing/expect.ts';
import {
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctan2,
  arctanh,
  cos,
  cosh,
  deg2rad,
  rad2deg,
  sin,
  sinc,
  sinh,
  tan,
  tanh,
} from './trigonometric.ts';

const xs = [-0.9, -0.3, 1e-4, 0.2, 0.8];

test.each([
  ['sin', sin, Math.sin],
  ['cos', cos, Math.cos],
  ['tan', tan, Math.tan],
  ['arcsin', arcsin, Math.asin],
  ['arccos', arccos, Math.acos],
  ['arctan', arctan, Math.atan],
  ['sinh', sinh, Math.sinh],
  ['cosh', cosh, Math.cosh],
  ['tanh', tanh, Math.tanh],
  ['arcsinh', arcsinh, Math.asinh],
  ['arctanh', arctanh, Math.atanh],
] as const)('%s', (_, op, expected) => {
  expectValues(
    op(xs),
    xs.map((x) => expected(Math.fround(x))),
    5e-7,
  );
  expectGradient(op, [xs], 5e-3);
});

test('arccosh', () => {
  expectValues(arccosh([1, 1.5, 30]), [0, Math.acosh(1.5), Math.acosh(30)]);
  expectGradient(arccosh, [[1.5, 3]]);
});

test('arctan2 knows the quadrant', () => {
  expectValues(
    arctan2([1, -1, 1, -1], [1, 1, -1, -1]),
    [1, -1, 3, -3].map((x) => (x * Math.PI) / 4),
  );
});

test('small arguments lose nothing', () => {
  expectValues(sinh([1e-7]), [1e-7], 1e-13);
  expectValues(arcsinh([1e-7]), [1e-7], 1e-13);
});

test('sinc is 1 at 0', () => {
  expectValues(sinc([0, 0.5, 1]), [1, 2 / Math.PI, 0]);
  expectGradient(sinc, [[0, 0.4]]);
});

test('degrees and radians', () => {
  expectValues(deg2rad([180]), [Math.PI]);
  expectValues(rad2deg([Math.PI]), [180]);
});

test('integers become float32', () => {
  expect(sin(convertToTensor([1], 'int32')).dtype).toBe('float32');
});
