import { describe, expect, test } from 'vitest';
import { ones } from '../ops/creation.ts';
import { dropout } from './dropout.ts';

const values = (x: { dataSync(): ArrayLike<number> }) => Array.from(x.dataSync());

describe('dropout', () => {
  test('drops about the share it is told and scales the rest', () => {
    const kept = values(dropout(ones([1000]), 0.25, { seed: 1 })).filter((x) => x !== 0);
    expect(kept.length / 1000).toBeCloseTo(0.75, 1);
    expect(kept.every((x) => x === Math.fround(1 / 0.75))).toBe(true);
  });

  test('drops along a noise shape together', () => {
    const rows = dropout(ones([4, 3]), 0.5, { noiseShape: [null, 1], seed: 0 });
    const flat = values(rows);
    for (let row = 0; row < 4; row++) expect(new Set(flat.slice(row * 3, row * 3 + 3)).size).toBe(1);
  });

  test('of rate 0 leaves everything', () => {
    expect(values(dropout([1, 2], 0))).toEqual([1, 2]);
  });

  test('refuses rates and shapes that make no sense', () => {
    expect(() => dropout([1], 1)).toThrow('`rate` must be a number in [0, 1). Received: rate=1');
    expect(() => dropout([1, 2], 0.5, { noiseShape: [3] })).toThrow(
      'a shape that broadcasts to (2,). Received: noiseShape=[3]',
    );
  });
});
