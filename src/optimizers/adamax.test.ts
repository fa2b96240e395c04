import { expect, test } from 'vitest';
import { Adamax } from './adamax.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([false, true])('divides by the largest gradient (compiled %s)', async (compiled) => {
  const [m, u] = [memory(), memory()];
  const reference = expected((w, g, t, i) => {
    m[i] = 0.8 * (m[i] ?? 0) + 0.2 * g;
    u[i] = Math.max(0.9 * (u[i] ?? 0), Math.abs(g));
    return w - (0.1 * m[i]) / ((1 - 0.8 ** t) * (u[i] + 1e-7));
  });
  expectClose(await descend(new Adamax({ learningRate: 0.1, beta1: 0.8, beta2: 0.9 }), compiled), reference);
});

test('options are checked', () => {
  expect(() => new Adamax({ beta1: 2 })).toThrow('`beta1`');
});
