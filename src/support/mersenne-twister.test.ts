import { expect, test } from 'vitest';
import { entropy, MersenneTwister } from './mersenne-twister.ts';

test('the reference implementation’s first numbers for its own seed', () => {
  const generator = new MersenneTwister();
  generator.seedByWords([0x123, 0x234, 0x345, 0x456]);
  expect(Array.from({ length: 5 }, () => generator.next())).toEqual([
    1067595299, 955945823, 477289528, 4107218783, 4228976476,
  ]);
});

test('the first and the ten-thousandth number for seed 5489', () => {
  const generator = new MersenneTwister();
  generator.seedByNumber(5489);
  expect(generator.next()).toBe(3499211612);
  for (let i = 2; i < 10_000; i++) generator.next();
  expect(generator.next()).toBe(4123659995);
});

test('entropy is 32-bit words', () => {
  const words = entropy(8);
  expect(words).toHaveLength(8);
  expect(words.every((word) => Number.isInteger(word) && word >= 0 && word < 2 ** 32)).toBe(true);
});
