import { expect, test } from 'vitest';
import { fields, standardState } from '../state/playground-state.ts';
import { dataShapes, POINTS, trainingRows } from './data-shapes.ts';
import { makeSamples } from './samples.ts';

const state = { ...standardState, noise: 0, seed: 5 };
const rows = (x: Float32Array) => Array.from({ length: x.length / 2 }, (_, i) => [x[2 * i] ?? 0, x[2 * i + 1] ?? 0]);

test.each(Object.keys(fields.data.choices).filter((name) => fields.data.parse(name) !== undefined))(
  '%s: whole, split, seeded, of all classes',
  async (name) => {
    const data = fields.data.parse(name) ?? 'circles';
    const { train, test: held } = await makeSamples({ ...state, data, noise: 0.1 });
    const { features, classes } = dataShapes[data];
    for (const part of [train, held]) {
      expect(part.x.length).toBe(part.y.length * features);
      expect(new Set(part.y)).toEqual(new Set(Array.from({ length: classes }, (_, i) => i)));
      expect(part.x.every((value) => Math.abs(value) < 2)).toBe(true);
    }
    const share = held.y.length / (train.y.length + held.y.length);
    expect(share).toBeCloseTo(state.testShare, 2);
    const again = await makeSamples({ ...state, data, noise: 0.1 });
    expect(again).toEqual({ train, test: held });
    const other = await makeSamples({ ...state, data, noise: 0.1, seed: 6 });
    expect(other.train.x).not.toEqual(train.x);
  },
);

test('the shapes are what their names say', async () => {
  const circles = (await makeSamples({ ...state, data: 'circles' })).train;
  rows(circles.x).forEach(([a = 0, b = 0], i) => {
    expect(Math.hypot(a, b)).toBeCloseTo(circles.y[i] === 0 ? 0.9 : 0.4, 5);
  });
  const xor = (await makeSamples({ ...state, data: 'xor' })).train;
  rows(xor.x).forEach(([a = 0, b = 0], i) => {
    expect(xor.y[i]).toBe(a * b < 0 ? 1 : 0);
  });
  const spirals = (await makeSamples({ ...state, data: 'spirals' })).train;
  rows(spirals.x).forEach(([a = 0, b = 0], i) => {
    // Turned back by as much as its radius says, a point lies on the axis, on the side of its class.
    const r = Math.hypot(a, b);
    const side = a * Math.cos(3 * Math.PI * r) + b * Math.sin(3 * Math.PI * r);
    expect(side / r).toBeCloseTo(spirals.y[i] === 0 ? 1 : -1, 3);
  });
  const digits = (await makeSamples({ ...state, data: 'digits' })).train;
  expect(Math.min(...digits.x)).toBe(0);
  expect(Math.max(...digits.x)).toBe(1);
});

test('noise has the deviation that it says', async () => {
  const [still, noisy] = await Promise.all([
    makeSamples({ ...state, data: 'moons' }),
    makeSamples({ ...state, data: 'moons', noise: 0.2 }),
  ]);
  const square = still.train.x.reduce((sum, value, i) => sum + (value - (noisy.train.x[i] ?? 0)) ** 2, 0);
  expect(Math.sqrt(square / still.train.x.length)).toBeCloseTo(0.2, 1);
});

test('some rows are left for both parts', () => {
  expect(trainingRows(0.3)).toBe(0.7 * POINTS);
  expect(trainingRows(1)).toBe(1);
  expect(trainingRows(0)).toBe(POINTS - 1);
});
