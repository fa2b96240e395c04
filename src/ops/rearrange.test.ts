import { expect, test } from 'vitest';
import { rearrange } from './rearrange.ts';
import { arange } from './sequence.ts';
import { reshape } from './shape.ts';
import { valuesOf } from './testing/expect.ts';

const x = reshape(arange(24), [2, 3, 4]);

test('splits, joins, reorders, adds and drops axes', () => {
  expect(rearrange(x, 'a b c -> c (b a)').shape).toEqual([4, 6]);
  expect(rearrange(x, 'a b (c d) -> (a c) b d', { d: 2 }).shape).toEqual([4, 3, 2]);
  expect(rearrange(x, 'a ... -> ... a').shape).toEqual([3, 4, 2]);
  expect(rearrange(x, 'a ... -> a (...) 1').shape).toEqual([2, 12, 1]);
  expect(rearrange(reshape(x, [2, 1, 12]), 'a 1 b -> b a').shape).toEqual([12, 2]);
  expect(
    valuesOf(
      rearrange(
        [
          [1, 2],
          [3, 4],
        ],
        'a b -> (b a)',
      ),
    ),
  ).toEqual([1, 3, 2, 4]);
});

test('says what is wrong with a pattern', () => {
  expect(() => rearrange(x, 'a b c')).toThrow('`pattern` must be of the form');
  expect(() => rearrange(x, 'a b -> b a')).toThrow('as many axes');
  expect(() => rearrange(x, 'a b c -> a b')).toThrow('the same names on both sides');
  expect(() => rearrange(x, 'a b (c d) -> a b c d')).toThrow('cannot be split');
  expect(() => rearrange(x, 'a b (c d) -> a b c d', { c: 3 })).toThrow('cannot be split');
  expect(() => rearrange(x, 'a (b c -> a b c')).toThrow('brackets');
  expect(() => rearrange(x, 'a b c -> a b c', { q: 3 })).toThrow('`axesLengths`');
});
