import { expect, test } from 'vitest';
import { Adam } from './adam.ts';
import { AdamW } from './adam-w.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

const reference = (amsgrad: boolean, decay = 0) => {
  const [m, v, largest] = [memory(), memory(), memory()];
  return expected((start, g, t, i) => {
    const w = start * (1 - decay * 0.1);
    m[i] = 0.8 * (m[i] ?? 0) + 0.2 * g;
    v[i] = 0.9 * (v[i] ?? 0) + 0.1 * g * g;
    largest[i] = Math.max(largest[i] ?? 0, v[i]);
    const rate = (0.1 * Math.sqrt(1 - 0.9 ** t)) / (1 - 0.8 ** t);
    return w - (rate * m[i]) / (Math.sqrt(amsgrad ? largest[i] : v[i]) + 1e-7);
  });
};

test.each([
  [false, false],
  [true, false],
  [true, true],
])('corrected moving averages (amsgrad %s, compiled %s)', async (amsgrad, compiled) => {
  const optimizer = new Adam({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, amsgrad });
  expectClose(await descend(optimizer, compiled), reference(amsgrad));
});

test('decay rates of zero leave the sign of the gradient', async () => {
  const [after] = await descend(new Adam({ learningRate: 0.5, beta1: 0, beta2: 0, epsilon: 0 }), false, [
    [1, -2, 3, -0.1],
  ]);
  expect(after).toEqual([0.5, -0.5, 0, 2.5]);
});

test('AdamW decays weights, and must', async () => {
  const optimizer = new AdamW({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, weightDecay: 0.3 });
  expectClose(await descend(optimizer), reference(false, 0.3));
  expect(new AdamW().getConfig().weight_decay).toBe(0.004);
  expect(() => new AdamW({ weightDecay: null })).toThrow('without weight decay use Adam');
});

test('a decay rate of 1 would divide by zero', () => {
  expect(() => new Adam({ beta2: 1 })).toThrow('`beta2` must be a number from 0 to below 1. Received: beta2=1');
});
