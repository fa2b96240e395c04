import { expect, test } from 'vitest';
import { pairedTest } from './paired-test.ts';

test('agrees with scipy.stats.wilcoxon(method="approx", correction=False)', () => {
  const differences = [0.3, -0.1, 0.25, 0.4, 0.15, -0.05, 0.6, 0.35, 0.2, 0.1];
  const { better, worse, equal, p } = pairedTest(differences);
  expect([better, worse, equal]).toEqual([8, 2, 0]);
  expect(p).toBeCloseTo(0.014369289443602927, 4);
});

test('differences that are too small count as none', () => {
  expect(pairedTest([0.001, -0.002, 0])).toEqual({
    better: 0,
    equal: 3,
    worse: 0,
    meanDifference: -0.001 / 3,
    p: null,
  });
});
