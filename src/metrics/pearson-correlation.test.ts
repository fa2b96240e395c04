import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { PearsonCorrelation, pearsonCorrelation } from './pearson-correlation.ts';

test('is 1 for what rises together, -1 for what does not, whatever the scale', () => {
  expectValues(
    pearsonCorrelation(
      [
        [1, 2, 3],
        [1, 2, 3],
      ],
      [
        [20, 30, 40],
        [0.3, 0.2, 0.1],
      ],
    ),
    [1, -1],
    1e-5,
  );
  // Covariance 1/3, deviations sqrt(2/3) and sqrt(2/9).
  expectValues(pearsonCorrelation([[1, 2, 3]], [[1, 1, 2]]), [1 / 3 / Math.sqrt(4 / 27)], 1e-5);
});

test('the class is the mean over samples, along any axis', () => {
  const metric = PearsonCorrelation.fromConfig(new PearsonCorrelation({ axis: 0 }).getConfig());
  metric.updateState([[1], [2], [3]], [[3], [2], [1]]);
  expectValues(metric.result(), -1, 1e-5);
  expect(metric.axis).toBe(0);
});
