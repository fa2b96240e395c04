import { expect, test } from 'vitest';
import { Adagrad } from './adagrad.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([false, true])('divides by the root of all squares (compiled %s)', async (compiled) => {
  const a = memory(0.2);
  const reference = expected((w, g, _t, i) => {
    a[i] = (a[i] ?? 0) + g * g;
    return w - (0.1 * g) / Math.sqrt(a[i] + 1e-7);
  });
  expectClose(await descend(new Adagrad({ learningRate: 0.1, initialAccumulatorValue: 0.2 }), compiled), reference);
});

test('sums of squares cannot start below zero', () => {
  expect(() => new Adagrad({ initialAccumulatorValue: -1 })).toThrow(
    '`initialAccumulatorValue` must be a number that is not negative',
  );
});
