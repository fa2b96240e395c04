import { expect, test } from 'vitest';
import * as ops from '../../ops/index.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import {
  CosineDecay,
  CosineDecayRestarts,
  deserialize,
  ExponentialDecay,
  InverseTimeDecay,
  LearningRateSchedule,
  PiecewiseConstantDecay,
  PolynomialDecay,
  serialize,
} from './index.ts';

const STEPS = [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 15, 20, 35, 100, 4000];

async function expectRates(schedule: LearningRateSchedule, formula: (step: number) => number): Promise<void> {
  const rates = [...(await schedule.apply(STEPS).data())];
  rates.forEach((rate, i) => {
    const step = STEPS[i] ?? 0;
    expect(rate, `step ${step}`).toBeCloseTo(formula(step), 5);
  });
  const again = deserialize(JSON.parse(JSON.stringify(serialize(schedule))));
  expect(serialize(again)).toEqual(serialize(schedule));
}

const half = (share: number) => 0.5 * (1 + Math.cos(Math.PI * share));

test('exponential decay', async () => {
  await expectRates(new ExponentialDecay(0.5, 4, 0.9), (step) => 0.5 * 0.9 ** (step / 4));
  await expectRates(
    new ExponentialDecay(0.5, 4, 0.9, { staircase: true }),
    (step) => 0.5 * 0.9 ** Math.floor(step / 4),
  );
});

test('inverse time decay', async () => {
  await expectRates(new InverseTimeDecay(0.5, 4, 0.9), (step) => 0.5 / (1 + (0.9 * step) / 4));
  const stairs = new InverseTimeDecay(0.5, 4, 0.9, { staircase: true, name: 'stairs' });
  await expectRates(stairs, (step) => 0.5 / (1 + 0.9 * Math.floor(step / 4)));
});

test('polynomial decay', async () => {
  const end = { endLearningRate: 0.1, power: 3 };
  await expectRates(new PolynomialDecay(0.5, 10, end), (step) => 0.4 * (1 - Math.min(step, 10) / 10) ** 3 + 0.1);
  await expectRates(new PolynomialDecay(0.5, 10, { ...end, cycle: true }), (step) => {
    const period = 10 * Math.max(1, Math.ceil(step / 10));
    return 0.4 * (1 - step / period) ** 3 + 0.1;
  });
});

test('piecewise constant decay', async () => {
  const schedule = new PiecewiseConstantDecay([4, 10], [1, 0.5, 0.25]);
  await expectRates(schedule, (step) => (step <= 4 ? 1 : step <= 10 ? 0.5 : 0.25));
});

test('cosine decay', async () => {
  await expectRates(
    new CosineDecay(0.5, 10, { alpha: 0.2 }),
    (step) => 0.5 * (0.8 * half(Math.min(step, 10) / 10) + 0.2),
  );
  const warm = new CosineDecay(0.1, 10, { warmupTarget: 0.6, warmupSteps: 5 });
  await expectRates(warm, (step) => (step < 5 ? 0.1 + 0.1 * step : 0.6 * half(Math.min(step - 5, 10) / 10)));
  await expectRates(new CosineDecay(0.1, 10, { warmupTarget: 0.6 }), (step) => 0.6 * half(Math.min(step, 10) / 10));
});

test.each([
  [2, 1, 0],
  [1, 0.8, 0.1],
  [1.5, 0.5, 0],
])('cosine decay with restarts (tMul %s, mMul %s, alpha %s)', async (tMul, mMul, alpha) => {
  await expectRates(new CosineDecayRestarts(0.5, 5, { tMul, mMul, alpha }), (step) => {
    let [start, length, level] = [0, 5, 1];
    while (step >= start + length - 1e-9) [start, length, level] = [start + length, length * tMul, level * mMul];
    return 0.5 * ((1 - alpha) * level * half((step - start) / length) + alpha);
  });
});

test('bad arguments are refused', () => {
  expect(() => new ExponentialDecay(0.1, 0, 0.5)).toThrow(
    '`decaySteps` must be a positive number. Received: decaySteps=0',
  );
  expect(() => new PiecewiseConstantDecay([5, 5], [1, 2, 3])).toThrow('`boundaries` must be strictly increasing');
  expect(() => new PiecewiseConstantDecay([5], [1])).toThrow('`values` must be a list of 2 numbers');
  expect(() => new PiecewiseConstantDecay([], [1])).toThrow('`boundaries` must be a list of numbers that is not empty');
  const misspelt: object = { warmup: 3 };
  expect(() => new CosineDecay(0.1, 10, misspelt)).toThrow('Unknown option of CosineDecay');
  expect(() => ExponentialDecay.fromConfig({ initial_learning_rate: 1, decay_steps: 2 })).toThrow('`decay_rate`');
  expect(() => deserialize({ class_name: 'ExponentialDecy', config: {} })).toThrow('Did you mean "ExponentialDecay"?');
});

test("a schedule of one's own", async () => {
  class Linear extends LearningRateSchedule {
    override call(step: Tensor): Tensor {
      return ops.multiply(step, 2);
    }
    override getConfig() {
      return {};
    }
  }
  expect(await new Linear().apply(new Int32Array([1, 2])).array()).toEqual([2, 4]);
});
