import { expect, test } from 'vitest';
import { Ftrl } from './ftrl.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([
  [-0.5, false],
  [-0.7, true],
])('follows the regularized leader (power %s, compiled %s)', async (power, compiled) => {
  const [n, z] = [memory(0.1), memory()];
  const [l1, l2, shrinkage, beta, rate] = [0.05, 0.02, 0.01, 0.3, 0.1];
  const reference = expected((w, g, _t, i) => {
    const before = n[i] ?? 0;
    const after = before + g * g;
    n[i] = after;
    z[i] = (z[i] ?? 0) + g + 2 * shrinkage * w - ((after ** -power - before ** -power) / rate) * w;
    const clipped = Math.min(Math.max(z[i], -l1), l1);
    return (clipped - z[i]) / ((after ** -power + beta) / rate + 2 * l2);
  });
  const optimizer = new Ftrl({
    learningRate: rate,
    learningRatePower: power,
    l1RegularizationStrength: l1,
    l2RegularizationStrength: l2,
    l2ShrinkageRegularizationStrength: shrinkage,
    beta,
  });
  expectClose(await descend(optimizer, compiled), reference);
});

test('options are checked', () => {
  expect(() => new Ftrl({ learningRatePower: 0.5 })).toThrow('`learningRatePower` must be a number not above 0');
  expect(() => new Ftrl({ l1RegularizationStrength: -1 })).toThrow('`l1RegularizationStrength`');
});
