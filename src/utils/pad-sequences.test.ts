import { describe, expect, it } from 'vitest';
import { padSequences } from './pad-sequences.ts';

describe('padSequences', () => {
  const sequences = [[1], [2, 3], [4, 5, 6]];

  it('fills up and cuts before or after, as Keras does', async () => {
    expect(await padSequences(sequences).array()).toEqual([
      [0, 0, 1],
      [0, 2, 3],
      [4, 5, 6],
    ]);
    expect(await padSequences(sequences, { value: -1 }).array()).toEqual([
      [-1, -1, 1],
      [-1, 2, 3],
      [4, 5, 6],
    ]);
    expect(await padSequences(sequences, { padding: 'post' }).array()).toEqual([
      [1, 0, 0],
      [2, 3, 0],
      [4, 5, 6],
    ]);
    expect(await padSequences(sequences, { maxlen: 2 }).array()).toEqual([
      [0, 1],
      [2, 3],
      [5, 6],
    ]);
    expect(await padSequences(sequences, { maxlen: 2, truncating: 'post', dtype: 'float32' }).array()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
  });

  it('refuses what is no list of numbers', () => {
    // @ts-expect-error a number where a list belongs
    expect(() => padSequences([[1], 2])).toThrow('`sequences[1]` must be a list of numbers');
    // @ts-expect-error a string among numbers
    expect(() => padSequences([[1, 'a']])).toThrow('`sequences[0][1]` must be a number');
    expect(() => padSequences(sequences, { maxlen: 0 })).toThrow('`maxlen` must be a positive integer');
    // @ts-expect-error unknown place
    expect(() => padSequences(sequences, { padding: 'before' })).toThrow('`padding`');
  });
});
