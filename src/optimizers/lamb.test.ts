import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { Variable } from '../tensor/variable.ts';
import { Lamb } from './lamb.ts';
import { descend, expectClose, GRADIENTS, START } from './testing/descend.ts';

const norm = (x: number[]) => Math.hypot(...x);

test.each([false, true])("scales Adam's step to the size of the variable (compiled %s)", async (compiled) => {
  const w = [...START];
  const m = w.map(() => 0);
  const v = w.map(() => 0);
  const reference = GRADIENTS.map((gradient, step) => {
    const u = gradient.map((g, i) => {
      m[i] = 0.8 * (m[i] ?? 0) + 0.2 * g;
      v[i] = 0.9 * (v[i] ?? 0) + 0.1 * g * g;
      return m[i] / (1 - 0.8 ** (step + 1)) / (Math.sqrt(v[i] / (1 - 0.9 ** (step + 1))) + 1e-7);
    });
    const rate = (0.1 * norm(w)) / norm(u);
    u.forEach((x, i) => {
      w[i] = (w[i] ?? 0) - rate * x;
    });
    return [...w];
  });
  expectClose(await descend(new Lamb({ learningRate: 0.1, beta1: 0.8, beta2: 0.9 }), compiled), reference);
});

test('a variable of zeros steps as with Adam', async () => {
  const variable = new Variable([0, 0]);
  new Lamb({ learningRate: 0.5, epsilon: 0 }).apply([ops.convertToTensor([2, -2])], [variable]);
  expectClose([[...(await variable.data())]], [[-0.5, 0.5]]);
});

test('options are checked', () => {
  expect(() => new Lamb({ epsilon: -1 })).toThrow('`epsilon`');
});
