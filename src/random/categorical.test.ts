import { describe, expect, test } from 'vitest';
import { categorical } from './categorical.ts';

const values = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());

describe('categorical', () => {
  test('gives Keras’s numbers', () => {
    const logits = [
      [-0.142, 0.079, 0.903, 0.739, -1.309],
      [0.009, -1.04, 1.095, 0.416, -0.554],
    ];
    expect(values(categorical(logits, 6, { seed: 0 }))).toEqual([0, 0, 2, 3, 1, 3, 3, 2, 2, 4, 2, 3]);
  });

  test('draws classes as often as their probabilities say', () => {
    const draws = values(categorical([[Math.log(0.8), Math.log(0.2)]], 2000, { seed: 4 }));
    expect(draws.filter((x) => x === 1).length / 2000).toBeCloseTo(0.2, 1);
    expect(categorical([[0, 0]], 3).dtype).toBe('int32');
  });

  test('refuses other shapes and counts', () => {
    expect(() => categorical([0, 1], 2)).toThrow('`logits` must be a tensor [batch, classes]');
    expect(() => categorical([[0, 1]], 0)).toThrow('Received: numSamples=0');
  });
});
