import { describe, expect, test } from 'vitest';
import { globalRandom, makeDefaultSeed, PythonRandom } from './python-random.ts';

const draws = (random: PythonRandom, count: number, low: number, high: number) =>
  Array.from({ length: count }, () => random.randint(low, high));

describe('PythonRandom', () => {
  test('draws what Python’s random.randint draws', () => {
    expect(draws(new PythonRandom(42), 3, 1, 100)).toEqual([82, 15, 4]);
    expect(draws(new PythonRandom(42), 3, 1, 1e9)).toEqual([686579304, 119540832, 26855093]);
    expect(draws(new PythonRandom(0), 3, 1, 6)).toEqual([4, 4, 1]);
    expect(draws(new PythonRandom(2 ** 40), 3, 1, 100)).toEqual([14, 46, 86]);
  });

  test('ignores the sign of a seed, as Python does', () => {
    expect(new PythonRandom(-42).randint(1, 100)).toBe(82);
  });

  test('stays inside its bounds, both included', () => {
    const values = new Set(draws(new PythonRandom(7), 200, -1, 1));
    expect([...values].sort((a, b) => a - b)).toEqual([-1, 0, 1]);
    expect(draws(new PythonRandom(7), 3, 5, 5)).toEqual([5, 5, 5]);
  });

  test('refuses fractions and empty ranges', () => {
    expect(() => new PythonRandom(0.5)).toThrow('`seed` must be an integer. Received: seed=0.5');
    expect(() => new PythonRandom(1).randint(3, 2)).toThrow('Received: high=2');
  });

  test('unseeded ones differ', () => {
    expect(new PythonRandom().randint(1, 1e9)).not.toBe(new PythonRandom().randint(1, 1e9));
  });
});

test('the global stream can be started anew', () => {
  globalRandom.seed(42);
  expect(makeDefaultSeed()).toBe(686579304);
});
