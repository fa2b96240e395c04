import { describe, expect, test } from 'vitest';
import { globalShuffler, permutation, Shuffler } from './shuffle.ts';

describe('Shuffler', () => {
  test('draws what numpy.random.permutation draws after numpy.random.seed', () => {
    const shuffler = new Shuffler(42);
    expect([...shuffler.permutation(10)]).toEqual([8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
    expect([...shuffler.permutation(5)]).toEqual([1, 0, 3, 4, 2]);
    expect([...new Shuffler(2 ** 32 - 1).permutation(8)]).toEqual([1, 7, 6, 0, 5, 4, 2, 3]);
    const long = new Shuffler(7).permutation(70_000);
    expect([...long.slice(0, 5), ...long.slice(-3)]).toEqual([7653, 66274, 9119, 10760, 43166, 49689, 58564, 61615]);
  });

  test('of nothing and of one', () => {
    expect([...new Shuffler(1).permutation(0)]).toEqual([]);
    expect([...new Shuffler(1).permutation(1)]).toEqual([0]);
  });

  test('refuses what is no seed and no count', () => {
    expect(() => new Shuffler(-1)).toThrow('`seed` must be an integer from 0 to 2^32 - 1. Received: seed=-1');
    expect(() => new Shuffler(1).permutation(1.5)).toThrow('Received: n=1.5');
  });
});

test('the global stream can be started anew', () => {
  globalShuffler.seed(42);
  expect([...permutation(10)]).toEqual([8, 1, 5, 0, 7, 2, 9, 4, 3, 6]);
});
