import { test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { Sum } from './sum.ts';

test('adds up all values, weighted', () => {
  const sum = new Sum();
  sum.updateState([
    [1, 2],
    [3, 4],
  ]);
  expectValues(sum.result(), 10);
  sum.updateState([5, 6], { sampleWeight: [1, 0.5] });
  expectValues(sum.result(), 18);
  sum.resetState();
  expectValues(sum.result(), 0);
});
