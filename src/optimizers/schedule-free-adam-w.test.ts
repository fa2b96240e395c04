import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { Variable } from '../tensor/variable.ts';
import { ScheduleFreeAdamW } from './schedule-free-adam-w.ts';
import { descend, expectClose, expected, memory, START } from './testing/descend.ts';

test.each([
  [0, false],
  [2, true],
])('interpolates between a fast sequence and its mean (warmup %s, compiled %s)', async (warmupSteps, compiled) => {
  const [z, x, v] = [[...START], [...START], memory()];
  const reference = expected((_y, g, t, i) => {
    v[i] = 0.9 * (v[i] ?? 0) + 0.1 * g * g;
    const rate = 0.1 * (warmupSteps === 0 ? 1 : Math.min(t / warmupSteps, 1));
    z[i] = (z[i] ?? 0) - (rate * g) / (Math.sqrt(v[i] / (1 - 0.9 ** t)) + 1e-8);
    x[i] = (1 - 1 / t) * (x[i] ?? 0) + z[i] / t;
    return 0.2 * z[i] + 0.8 * x[i];
  });
  const optimizer = new ScheduleFreeAdamW({ learningRate: 0.1, beta1: 0.8, beta2: 0.9, warmupSteps });
  expectClose(await descend(optimizer, compiled), reference);
});

test('swaps to the average and back', async () => {
  const variable = new Variable([1]);
  const optimizer = new ScheduleFreeAdamW({ learningRate: 0.5, beta1: 0.5, epsilon: 0 });
  for (let i = 0; i < 2; i++) optimizer.apply([ops.ones([1])], [variable]);
  const trained = [...(await variable.data())];
  optimizer.swapToEval();
  // z was 0.5 and 0; their mean is 0.25, and training happens halfway between it and z.
  expectClose([[...(await variable.data())], trained], [[0.25], [0.125]]);
  optimizer.swapToTrain();
  expectClose([[...(await variable.data())]], [trained]);
});

test('options are checked', () => {
  expect(() => new ScheduleFreeAdamW({ beta1: 0 })).toThrow('`beta1` must be above 0');
  expect(() => new ScheduleFreeAdamW({ warmupSteps: 0.5 })).toThrow('`warmupSteps` must be an integer');
});
