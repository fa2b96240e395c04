import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../protocol/index.ts';
import { axisOf, metricNames, metricOf, settingNames, variedNames } from './run-columns.ts';

const run = (
  hyperparameters: RunSummary['hyperparameters'],
  metrics: Readonly<Record<string, number>>,
): RunSummary => ({
  id: 'run',
  name: 'run',
  tags: [],
  notes: '',
  status: 'ended',
  started: 0,
  updated: 0,
  progress: { epoch: 1, epochs: 1, step: null, steps: null, secondsLeft: null },
  hyperparameters,
  metrics: Object.entries(metrics).map(([name, last]) => ({ name, last, best: last / 2, bestStep: 0, better: 'down' })),
  findings: { note: 0, warning: 0, fault: 0 },
  problems: [],
  controllable: false,
  learningRate: null,
  treats: null,
});

const runs = [
  run({ batch_size: 32, optimizer: 'sgd', zeta: 1 }, { loss: 1, val_loss: 2 }),
  run({ batch_size: 32, optimizer: 'adam' }, { loss: 3 }),
];

test('settings that differ come first', () => {
  expect(variedNames(runs)).toEqual(['optimizer', 'zeta']);
  expect(settingNames(runs)).toEqual(['optimizer', 'zeta', 'batch_size']);
});

test('metrics of held-out data come first', () => expect(metricNames(runs)).toEqual(['val_loss', 'loss']));

test('the last and the best value, null for none', () => {
  expect(runs.map((one) => metricOf(one, 'val_loss', 'last'))).toEqual([2, null]);
  expect(metricOf(run({}, { loss: 1 }), 'loss', 'best')).toBe(0.5);
});

describe('axisOf', () => {
  test('numbers', () => {
    const { place, ticks } = axisOf('x', [0, 10, 5, null]);
    expect([0, 5, 10].map((x) => place(x))).toEqual([0, 0.5, 1]);
    expect(place(null)).toBeNull();
    expect(place(Number.NaN)).toBeNull();
    expect(ticks).toEqual([
      [0, 0],
      [1, 10],
    ]);
  });
  test('numbers of different sizes are logarithmic', () => {
    expect(axisOf('rate', [1e-4, 1e-2, 1]).place(1e-2)).toBeCloseTo(0.5, 12);
  });
  test('words', () => {
    expect(axisOf('x', ['b', 'a', 'c', 'a']).ticks).toEqual([
      [0, 'a'],
      [0.5, 'b'],
      [1, 'c'],
    ]);
    expect(axisOf('x', [true, false]).place(true)).toBe(1);
  });
  test('one value stands in the middle, none nowhere', () => {
    expect(axisOf('x', [3, 3]).place(3)).toBe(0.5);
    expect(axisOf('x', ['a']).place('a')).toBe(0.5);
    expect(axisOf('x', [null]).ticks).toEqual([]);
  });
});
