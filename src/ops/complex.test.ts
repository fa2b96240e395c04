import { expect, test } from 'vitest';
import { angle, ComplexTensor, conjugate, imag, isreal, polar, real, viewAsComplex, viewAsReal } from './complex.ts';
import { expectValues, valuesOf } from './testing/expect.ts';

test('complex numbers are pairs of parts', async () => {
  const z = viewAsComplex([
    [3, 4],
    [0, -2],
  ]);
  expect([z.shape, z.dtype, Array.from(await z.data())]).toEqual([[2], 'complex64', [3, 4, 0, -2]]);
  expectValues(viewAsReal(conjugate(z)), [
    [3, -4],
    [0, 2],
  ]);
  expectValues(angle(z), [Math.atan2(4, 3), -Math.PI / 2]);
  expect(valuesOf(isreal(z))).toEqual([0, 0]);
  const [r, phi] = [
    [5, 2],
    [0.3, -1],
  ];
  expectValues(angle(polar(r, phi)), phi);
  expect(() => viewAsComplex([1, 2, 3])).toThrow('`x` must be pairs');
  expect(String(new ComplexTensor(real(1), imag(1)))).toContain('ComplexTensor(real=');
});

test('real numbers have no imaginary part', () => {
  expectValues(imag([1, 2]), [0, 0]);
  expectValues(angle([1, -1]), [0, Math.PI]);
  expect(valuesOf(isreal([1, 2]))).toEqual([1, 1]);
  expectValues(conjugate([1, 2]), [1, 2]);
});
