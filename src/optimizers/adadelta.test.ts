import { expect, test } from 'vitest';
import { Adadelta } from './adadelta.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([false, true])('steps as large as recent steps (compiled %s)', async (compiled) => {
  const [gradients, steps] = [memory(), memory()];
  const reference = expected((w, g, _t, i) => {
    gradients[i] = 0.9 * (gradients[i] ?? 0) + 0.1 * g * g;
    const step = (-Math.sqrt((steps[i] ?? 0) + 1e-3) / Math.sqrt(gradients[i] + 1e-3)) * g;
    steps[i] = 0.9 * (steps[i] ?? 0) + 0.1 * step * step;
    return w + 0.5 * step;
  });
  expectClose(await descend(new Adadelta({ learningRate: 0.5, rho: 0.9, epsilon: 1e-3 }), compiled), reference);
});

test('options are checked', () => {
  expect(() => new Adadelta({ rho: 1.5 })).toThrow('`rho`');
});
