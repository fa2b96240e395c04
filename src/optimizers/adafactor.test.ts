import { expect, test } from 'vitest';
import * as ops from '../ops/index.ts';
import { Variable } from '../tensor/variable.ts';
import { Adafactor } from './adafactor.ts';
import { ExponentialDecay } from './schedules/index.ts';
import { descend, expectClose, GRADIENTS, START } from './testing/descend.ts';

const rms = (x: number[]) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length);

test.each([false, true])('vectors remember their mean squares (compiled %s)', async (compiled) => {
  const w = [...START];
  const v = w.map(() => 0);
  const reference = GRADIENTS.map((gradient, step) => {
    const comes = (step + 1) ** -0.8;
    const u = gradient.map((g, i) => {
      v[i] = (1 - comes) * (v[i] ?? 0) + comes * (g * g + 1e-10);
      return g / Math.sqrt(v[i]);
    });
    const rate = (Math.max(1e-3, rms(w)) * Math.min(0.1, 1 / Math.sqrt(step + 1))) / Math.max(1, rms(u));
    u.forEach((x, i) => {
      w[i] = (w[i] ?? 0) - rate * x;
    });
    return [...w];
  });
  expectClose(await descend(new Adafactor({ learningRate: 0.1, epsilon1: 1e-10 }), compiled), reference);
});

test('matrices remember the means of rows and columns', async () => {
  const variable = new Variable([
    [1, 1],
    [1, 1],
  ]);
  const optimizer = new Adafactor({ learningRate: 0.5, clipThreshold: 100 });
  optimizer.apply(
    [
      ops.convertToTensor([
        [1, 2],
        [2, 4],
      ]),
    ],
    [variable],
  );
  // Squares 1, 4, 4, 16 are the product of their row and column means over the mean: the step is of ones.
  expectClose([[...(await variable.data())]], [[0.5, 0.5, 0.5, 0.5]]);
  expect(optimizer.variables.map(({ shape }) => shape)).toEqual([[], [], [2], [2], [2, 2]]);
});

test('a schedule decides alone about the learning rate', async () => {
  const config = { learningRate: new ExponentialDecay(2, 10, 1), clipThreshold: 100 };
  const [after] = await descend(new Adafactor(config), false, [[1, 1, 1, 1]]);
  // min(2, 1 / sqrt(1)) limits the relative step, whatever the schedule says.
  expectClose([after ?? []], [START.map((w) => w - rms(START))]);
});

test('options are checked', () => {
  expect(() => new Adafactor({ clipThreshold: 0 })).toThrow('`clipThreshold` must be a positive number');
});
