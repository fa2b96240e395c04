import { describe, expect, test } from 'vitest';
import { uniform } from '../random/uniform.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { fft, fft2, ifft2, irfft, rfft } from './fft.ts';
import { expectGradient, expectValues, valuesOf } from './testing/expect.ts';

/** The definition, in double precision. */
function directly(re: ArrayLike<number>, im: ArrayLike<number>): number[][] {
  const n = re.length;
  const term = (f: (j: number, angle: number) => number) => (k: number) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += f(j, (-2 * Math.PI * ((j * k) % n)) / n);
    return sum;
  };
  const real = term((j, a) => (re[j] ?? 0) * Math.cos(a) - (im[j] ?? 0) * Math.sin(a));
  const imaginary = term((j, a) => (re[j] ?? 0) * Math.sin(a) + (im[j] ?? 0) * Math.cos(a));
  return [real, imaginary].map((f) => Array.from({ length: n }, (_, k) => f(k)));
}

const draw = (n: number, seed: number): Tensor => uniform([n], { minval: -1, seed });

describe('fft', () => {
  test('of any length: short, divided, divided twice, and prime', () => {
    for (const n of [1, 2, 7, 64, 66, 128, 67, 210, 4096 + 128, 257]) {
      const [re, im] = [draw(n, n), draw(n, n + 1)];
      const want = directly(re.dataSync(), im.dataSync());
      fft([re, im]).forEach((part, i) => {
        const error = Array.from(part.dataSync(), (v, k) => Math.abs(v - (want[i]?.[k] ?? 0)));
        expect(Math.max(...error)).toBeLessThan(1e-6 * Math.max(4, n ** 0.75));
      });
    }
  });

  test('of two axes, and back', () => {
    const [re, im] = [uniform([2, 4, 6], { seed: 1 }), uniform([2, 4, 6], { seed: 2 })];
    const [a, b] = ifft2(fft2([re, im]));
    expectValues(a, valuesOf(re), 1e-5);
    expectValues(b, valuesOf(im), 1e-5);
  });

  test('of real values, and back, cut off or filled up', () => {
    for (const n of [1, 2, 5, 8]) {
      const x = draw(n, n);
      expectValues(irfft(rfft(x), n), valuesOf(x), 1e-5);
    }
    expect(rfft([1, 2, 3], 8)[0].shape).toEqual([5]);
    expectValues(rfft([1, 2, 3, 4], { fftLength: 2 })[0], [3, -1]);
    expect(irfft(rfft([1, 2, 3, 4])).shape).toEqual([4]);
    expectValues(
      irfft(
        [
          [1, 2, 3, 4],
          [0, 0, 0, 0],
        ],
        { fftLength: 2 },
      ),
      [1.5, -0.5],
    );
  });

  test('has gradients', () => {
    expectGradient(
      (x, y) => fft([x, y])[0],
      [
        [1, 2, 0.5],
        [0, 1, -1],
      ],
    );
    expectGradient((x) => rfft(x)[1], [[1, 2, 0.5, -1]]);
    expectGradient(
      (x, y) => irfft([x, y]),
      [
        [1, 2, 0.5],
        [0, 1, -1],
      ],
    );
  });

  test('refuses what is no pair', () => {
    expect(() => fft([[1, 2], [1]])).toThrow('`x` must be a pair of tensors of one shape');
    expect(() => fft2([[1], [1]])).toThrow('at least 2 axes');
    expect(() => rfft([1], 0)).toThrow('`fftLength` must be');
    // @ts-expect-error one tensor only
    expect(() => fft([1, 2, 3])).toThrow('`x` must be a pair');
  });
});
