import { expect, test } from 'vitest';
import { emptyHistory, gradientGrid, relativeGradients, withProgress } from './history.ts';

const reading = (gradient: number) => ({ gradient, deviation: 1, dead: null, saturated: null });
const point = (epoch: number) => ({ epoch, loss: 1, accuracy: 0.5, testLoss: 1, testAccuracy: 0.5 });

test('gradients are compared with the last hidden layer', () => {
  expect(relativeGradients([0.001, 0.1, 1, 10].map(reading))).toEqual([-3, -1, 0, 1]);
  expect(relativeGradients([0, 1, 1].map(reading))).toEqual([-8, 0, 0]);
  expect(relativeGradients([0, 0, 0].map(reading))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  // The last hidden layer is dead: nothing of the output's gradient arrives.
  expect(relativeGradients([0, 0, 0.5].map(reading))).toEqual([-8, -8, 0]);
  expect(relativeGradients([Number.NaN, 1, 1].map(reading))[0]).toBeNaN();
});

test('a long run keeps all epochs, and thins the picture', () => {
  let history = emptyHistory;
  for (let i = 0; i < 1000; i++)
    history = withProgress(history, [point(i + 1)], [reading(10 ** i), reading(1), reading(1)]);
  expect(history.points.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 1));
  expect(history.columns.length).toBeLessThan(322);
  // Columns stand for messages at equal distances.
  expect(history.columns.slice(0, 4).map(([first]) => first)).toEqual([0, 4, 8, 12]);
  expect(emptyHistory.columns).toEqual([]);
});

test('the picture has the output on top', () => {
  const history = withProgress(emptyHistory, [], [0.1, 1, 10].map(reading));
  expect(gradientGrid(history, 3)).toEqual({ rows: 3, columns: 1, values: Float32Array.of(1, 0, -1) });
});
