import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at } from '../../../support/shape.ts';
import { generalEigen } from './general-eigen.ts';

const sorted = ([re, im]: readonly [Float64Array, Float64Array]) =>
  Array.from(re, (value, i): [number, number] => [value, at(im, i)]).sort((p, q) => p[1] - q[1]);

test('real and complex eigenvalues', () => {
  // numpy.linalg.eig
  const wanted = [
    [0.6831747931277353, -1.7894373071897622],
    [4.6336504137445305, 0],
    [0.6831747931277353, 1.7894373071897622],
  ];
  sorted(generalEigen(Float64Array.of(1, 2, 0, -2, 1, 3, 0, 1, 4), 3).values).forEach(([re, im], i) => {
    expect(re).toBeCloseTo(at(at(wanted, i), 0), 12);
    expect(im).toBeCloseTo(at(at(wanted, i), 1), 12);
  });
});

test('a cyclic permutation, whose shifts lead in a circle', () => {
  const [re, im] = generalEigen(Float64Array.of(0, 1, 0, 0, 0, 1, 1, 0, 0), 3).values;
  for (let i = 0; i < 3; i++) expect(Math.hypot(at(re, i), at(im, i))).toBeCloseTo(1, 12);
  expect(re.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 12);
});

test('x v = v diag(w) for any matrix, and vectors have length 1', () => {
  const matrices = fc
    .integer({ min: 1, max: 7 })
    .chain((n) => fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n * n, maxLength: n * n }));
  fc.assert(
    fc.property(matrices, (numbers) => {
      const n = Math.sqrt(numbers.length);
      const { values, vectors } = generalEigen(Float64Array.from(numbers), n);
      for (let k = 0; k < n; k++) {
        let length = 0;
        for (let i = 0; i < n; i++) {
          let [re, im] = [0, 0];
          for (let j = 0; j < n; j++) {
            re += at(numbers, i * n + j) * at(vectors[0], j * n + k);
            im += at(numbers, i * n + j) * at(vectors[1], j * n + k);
          }
          const [p, wRe, wIm] = [i * n + k, at(values[0], k), at(values[1], k)];
          expect(re - (wRe * at(vectors[0], p) - wIm * at(vectors[1], p))).toBeCloseTo(0, 6);
          expect(im - (wRe * at(vectors[1], p) + wIm * at(vectors[0], p))).toBeCloseTo(0, 6);
          length += at(vectors[0], p) ** 2 + at(vectors[1], p) ** 2;
        }
        expect(length).toBeCloseTo(1, 12);
      }
    }),
    { numRuns: 200, seed: 4 },
  );
});
