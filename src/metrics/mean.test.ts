import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { expectValues } from '../ops/testing/expect.ts';
import { Mean } from './mean.ts';

test('is 0 before the first update', () => expectValues(new Mean().result(), 0));

test('counts every batch by its samples', () => {
  const mean = new Mean();
  mean.updateState([1, 2, 3]);
  mean.updateState([
    [10, 20],
    [30, 40],
  ]);
  mean.updateState(7);
  expectValues(mean.result(), (1 + 2 + 3 + 15 + 35 + 7) / 6);
});

test('weighs samples', () => {
  const mean = new Mean();
  mean.updateState([1, 3, 5, 7], { sampleWeight: [1, 1, 0, 0] });
  expectValues(mean.result(), 2);
  mean.updateState([10], { sampleWeight: [0.5] });
  expectValues(mean.result(), (4 + 5) / 2.5);
});

test('a scalar is weighed by a number: the running loss of fit', () => {
  const mean = new Mean({ name: 'loss' });
  mean.updateState(ops.array(0), { sampleWeight: 2 });
  mean.updateState(ops.array(9), { sampleWeight: 1 });
  expectValues(mean.result(), 3);
});

test('starts anew', () => {
  const mean = new Mean();
  mean.updateState([5]);
  mean.resetState();
  expectValues(mean.result(), 0);
  expectValues(mean.count, 0);
});

test('refuses what it cannot take', () => {
  expect(() => new Mean().updateState([1, 2], { sampleWeight: [1, 2, 3] })).toThrow(
    '`sampleWeight` must be of a shape that fits the values\' shape (2,). Received: sampleWeight="shape (3,)"',
  );
  expect(() => new Mean().updateState([1, 2], [1, 1] as never)).toThrow(
    'The options of Mean.updateState must be given by name',
  );
  expect(() => new Mean().updateState('x' as never)).toThrow('`values` must be a tensor');
  expect(() => new Mean({ threshold: 1 } as never)).toThrow('Unknown option of Mean');
});
