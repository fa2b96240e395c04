import { describe, expect, test } from 'vitest';
import { expectValues } from '../ops/testing/expect.ts';
import { normal } from '../random/normal.ts';
import { SeedGenerator } from '../random/seed-generator.ts';
import { uniform } from '../random/uniform.ts';
import { permutation } from '../support/shuffle.ts';
import { setRandomSeed } from './set-random-seed.ts';

describe('setRandomSeed', () => {
  test('makes seedless draws the ones of keras.utils.set_random_seed', () => {
    setRandomSeed(42);
    expectValues(uniform([3]), [0.07332587, 0.5588782, 0.25686598], 1e-7);
    expectValues(normal([4]), [0.27940616, 0.08912366, 0.45173708, -1.2322007], 3e-7);
  });

  test('makes seed generators and shuffles repeat', () => {
    const run = () => {
      setRandomSeed(7);
      return [...new SeedGenerator().next().dataSync(), ...permutation(6)];
    };
    expect(run()).toEqual(run());
  });

  test('refuses what is no seed, before anything has changed', () => {
    setRandomSeed(3);
    const expected = permutation(5);
    setRandomSeed(3);
    expect(() => setRandomSeed(-1)).toThrow('`seed` must be an integer from 0 to 2^32 - 1. Received: seed=-1');
    expect(permutation(5)).toEqual(expected);
  });
});
