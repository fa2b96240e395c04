import { expect, test } from 'vitest';
import { RMSprop } from './rmsprop.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([
  [0, false, false],
  [0.8, false, false],
  [0.8, true, true],
])(
  'divides by a moving root mean square (momentum %s, centered %s, compiled %s)',
  async (momentum, centered, compiled) => {
    const [v, a, m] = [memory(), memory(), memory()];
    const reference = expected((w, g, _t, i) => {
      v[i] = 0.7 * (v[i] ?? 0) + 0.3 * g * g;
      a[i] = 0.7 * (a[i] ?? 0) + 0.3 * g;
      const meanSquare = centered ? v[i] - a[i] ** 2 : v[i];
      m[i] = momentum * (m[i] ?? 0) + (0.1 * g) / Math.sqrt(meanSquare + 1e-3);
      return w - m[i];
    });
    const optimizer = new RMSprop({ learningRate: 0.1, rho: 0.7, epsilon: 1e-3, momentum, centered });
    expectClose(await descend(optimizer, compiled), reference);
  },
);

test('options are checked', () => {
  expect(() => new RMSprop({ rho: -0.1 })).toThrow('`rho`');
  expect(() => new RMSprop({ epsilon: -1 })).toThrow('`epsilon` must be a number that is not negative');
});
