import { expect, test } from 'vitest';
import { Nadam } from './nadam.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([false, true])('Nesterov momentum with corrected averages (compiled %s)', async (compiled) => {
  const [m, v, product] = [memory(), memory(), memory(1)];
  const u = (t: number) => 0.8 * (1 - 0.5 * 0.96 ** t);
  const reference = expected((w, g, t, i) => {
    m[i] = 0.8 * (m[i] ?? 0) + 0.2 * g;
    v[i] = 0.9 * (v[i] ?? 0) + 0.1 * g * g;
    const now = (product[i] ?? 1) * u(t);
    product[i] = now;
    const mean = (u(t + 1) * m[i]) / (1 - now * u(t + 1)) + ((1 - u(t)) * g) / (1 - now);
    return w - (0.1 * mean) / (Math.sqrt(v[i] / (1 - 0.9 ** t)) + 1e-7);
  });
  expectClose(await descend(new Nadam({ learningRate: 0.1, beta1: 0.8, beta2: 0.9 }), compiled), reference);
});

test('a decay rate of 1 would divide by zero', () => {
  expect(() => new Nadam({ beta1: 1 })).toThrow('`beta1`');
});
