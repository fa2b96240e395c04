import { expect, test } from 'vitest';
import { Lion } from './lion.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([false, true])('steps by the sign of the mean (compiled %s)', async (compiled) => {
  const m = memory();
  const reference = expected((w, g, _t, i) => {
    const direction = Math.sign(0.6 * (m[i] ?? 0) + 0.4 * g);
    m[i] = 0.7 * (m[i] ?? 0) + 0.3 * g;
    return w - 0.1 * direction;
  });
  expectClose(await descend(new Lion({ learningRate: 0.1, beta1: 0.6, beta2: 0.7 }), compiled), reference);
});

test('options are checked', () => {
  expect(() => new Lion({ beta1: -1 })).toThrow('`beta1`');
});
