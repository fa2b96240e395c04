import { expect, test } from 'vitest';
import { gradients } from '../tensor/gradients.ts';
import { Variable } from '../tensor/variable.ts';
import { gammainc } from './incomplete-gamma.ts';
import { sum } from './reduction.ts';

const a = [0.5, 1, 2.5, 10, 100, 1000, 3, 0.1];
const x = [0.2, 2, 2.5, 12, 90, 1010, 20, 1e-3];

const expectNear = (actual: ArrayLike<number> | undefined, wanted: readonly number[], relative: number) =>
  wanted.forEach((value, i) => {
    expect(Math.abs((actual?.[i] ?? Number.NaN) - value), `element ${i}`).toBeLessThan(
      relative * Math.abs(value) + 1e-7,
    );
  });

test('small and large arguments, on both sides of the maximum', async () => {
  // scipy.special.gammainc(a, x) in double precision
  const wanted = [0.47291075, 0.86466472, 0.58411981, 0.75760784, 0.15822099, 0.62767894, 0.99999954, 0.52676857];
  expectNear(await gammainc(a, x).data(), wanted, 5e-6);
});

test('both gradients', async () => {
  const [shape, limit] = [new Variable(a), new Variable(x)];
  const [ofA, ofX] = gradients(sum(gammainc(shape, limit)), [shape, limit]);
  // Central differences of scipy.special.gammainc, and x^(a - 1) e^-x / gamma(a)
  const byA = [-0.8201614, -0.22082543, -0.26084496, -0.09717797, -0.02461192, -0.01194573, -9.6806e-7, -3.4160028];
  const byX = [1.0328831, 0.13533528, 0.24408305, 0.0873644, 0.02591221, 0.01188452, 4.1223e-7, 52.628994];
  expectNear(await ofA?.data(), byA, 3e-4);
  expectNear(await ofX?.data(), byX, 1e-5);
});

test('the borders, and what is beyond them', async () => {
  const values = await gammainc([0, 1, 1, -1, 2, 3], [1, 0, Number.POSITIVE_INFINITY, 1, -1, 0]).data();
  expect([...values]).toEqual([1, 0, 1, Number.NaN, Number.NaN, 0]);
});
