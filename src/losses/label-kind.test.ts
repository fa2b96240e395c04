import { expect, test } from 'vitest';
import { labelKind } from './label-kind.ts';

test.each([
  [[null], [null, 1], 'binary'],
  [[null, 1], [null, 1], 'binary'],
  [[null], [null, 10], 'sparse'],
  [[null, 1], [null, 10], 'sparse'],
  [[null, 5], [null, 5, 10], 'sparse'],
  [[null, 10], [null, 10], 'categorical'],
  [[null, 5, 10], [null, 5, 10], 'categorical'],
])('targets %j for predictions %j are %s', (yTrue, yPred, want) => {
  expect(labelKind(yTrue, yPred)).toBe(want);
});
