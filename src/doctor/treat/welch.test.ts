import { expect, test } from 'vitest';
import { studentP, welch } from './welch.ts';

test("Student's t against closed forms", () => {
  // One degree of freedom is Cauchy's distribution; two have a closed form.
  expect(studentP(1, 1)).toBeCloseTo(0.5, 9);
  expect(studentP(2, 2)).toBeCloseTo(1 - 2 / Math.sqrt(6), 9);
  expect(studentP(0, 5)).toBeCloseTo(1, 9);
  expect(studentP(2.228, 10)).toBeCloseTo(0.05, 3);
});

test("Welch's test", () => {
  const { difference, effect, p } = welch([1, 2, 3, 4], [3, 4, 5, 6]);
  expect(difference).toBe(2);
  expect(effect).toBeCloseTo(2 / Math.sqrt(5 / 3), 9);
  expect(p).toBeCloseTo(studentP(2 / Math.sqrt(5 / 6), 6), 9);
  expect(welch([1, 1], [1, 1]).p).toBe(1);
  expect(welch([1, 1], [2, 2])).toMatchObject({ p: 0, effect: Number.POSITIVE_INFINITY });
  expect(welch([1], [2]).p).toBeNull();
});
