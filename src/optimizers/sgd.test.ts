import { expect, test } from 'vitest';
import { SGD } from './sgd.ts';
import { descend, expectClose, expected, memory } from './testing/descend.ts';

test.each([false, true])('follows the negative gradient (compiled: %s)', async (compiled) => {
  const after = await descend(new SGD({ learningRate: 0.5 }), compiled);
  expectClose(
    after,
    expected((w, g) => w - 0.5 * g),
  );
});

test.each([false, true])('momentum (nesterov: %s)', async (nesterov) => {
  const m = memory();
  const reference = expected((w, g, _t, i) => {
    const velocity = 0.9 * (m[i] ?? 0) - 0.5 * g;
    m[i] = velocity;
    return nesterov ? w + 0.9 * velocity - 0.5 * g : w + velocity;
  });
  expectClose(await descend(new SGD({ learningRate: 0.5, momentum: 0.9, nesterov })), reference);
});

test('momentum is a share', () => {
  expect(() => new SGD({ momentum: 1.1 })).toThrow('`momentum` must be a number from 0 to 1. Received: momentum=1.1');
});
