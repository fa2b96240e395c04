import { describe, expect, test } from 'vitest';
import { arange } from '../ops/sequence.ts';
import { reshape } from '../ops/shape.ts';
import { shuffle } from './shuffle.ts';

const values = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());

describe('shuffle', () => {
  test('gives Keras’s order', () => {
    const x = reshape(arange(12), [6, 2]);
    expect(values(shuffle(x, { seed: 0 }))).toEqual([0, 1, 8, 5, 6, 3, 4, 7, 10, 11, 2, 9]);
  });

  test('keeps every element, along another axis too', () => {
    const shuffled = values(shuffle(reshape(arange(12), [2, 6]), { axis: 1, seed: 9 }));
    expect(shuffled.slice(0, 6).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(shuffled.slice(6).sort((a, b) => a - b)).toEqual([6, 7, 8, 9, 10, 11]);
  });
});
