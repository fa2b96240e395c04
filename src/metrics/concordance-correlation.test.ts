import { expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { ConcordanceCorrelation, concordanceCorrelation } from './concordance-correlation.ts';

test('falls with shift and scale', () => {
  const yTrue = [[1, 2, 3]];
  expectValues(concordanceCorrelation(yTrue, yTrue), [1]);
  // Covariance and both variances 2/3, means 1 apart.
  expectValues(concordanceCorrelation(yTrue, [[2, 3, 4]]), [4 / 3 / (4 / 3 + 1)]);
  expectValues(concordanceCorrelation(yTrue, [[3, 2, 1]]), [-1]);
});

test('is 0 for constants, not NaN', () => expectValues(concordanceCorrelation([[2, 2]], [[2, 2]]), [0]));

test('the class is the mean over samples, along any axis', () => {
  const metric = ConcordanceCorrelation.fromConfig(new ConcordanceCorrelation({ axis: 0 }).getConfig());
  metric.updateState([[1], [2], [3]], [[1], [2], [3]]);
  expectValues(metric.result(), 1);
  expect(metric.axis).toBe(0);
});
