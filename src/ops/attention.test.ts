import { expect, test } from 'vitest';
import { normal } from '../random/normal.ts';
import { dotProductAttention } from './attention.ts';
import { repeat } from './repetition.ts';
import { mean } from './statistics.ts';
import { expectGradient } from './testing/expect.ts';

const [query, key, value] = [
  normal([1, 3, 4, 2], { seed: 1 }),
  normal([1, 5, 2, 2], { seed: 2 }),
  normal([1, 5, 2, 3], { seed: 3 }),
];

test('groups of query heads share keys and values', async () => {
  const spread = (x: typeof key) => repeat(x, 2, { axis: 2 });
  const grouped = await dotProductAttention(query, key, value, { isCausal: true }).data();
  const repeated = await dotProductAttention(query, spread(key), spread(value), { isCausal: true }).data();
  grouped.forEach((x, i) => {
    expect(x).toBeCloseTo(repeated[i] ?? Number.NaN, 5);
  });
});

test('a mask of every position but one gives the value there', async () => {
  const mask = [[[[true, false, false, false, false]]]];
  const y = (await dotProductAttention(query, key, value, { mask }).array()) as number[][][][];
  const v = (await value.array()) as number[][][][];
  expect(y[0]?.[2]?.[0]).toEqual(v[0]?.[0]?.[0]);
});

test('a bias shifts logits, a soft cap bounds them', async () => {
  const bias = [[[[0, 0, 0, 0, 1e9]]]];
  const y = (await dotProductAttention(query, key, value, { bias }).array()) as number[][][][];
  const v = (await value.array()) as number[][][][];
  expect(y[0]?.[1]?.[3]).toEqual(v[0]?.[4]?.[1]);
  const capped = await dotProductAttention(query, key, value, { attnLogitsSoftCap: 1e-6 }).data();
  const means = await mean(value, { axis: 1 }).data();
  expect(capped[0]).toBeCloseTo(means[0] ?? Number.NaN, 5);
});

test('its gradients', () => {
  const [q, k, v] = [[[[[1, 2]]]], [[[[0.5, 1]], [[1, -1]]]], [[[[3]], [[5]]]]];
  expectGradient((a, b, c) => dotProductAttention(a, b, c, { scale: 0.5 }), [q, k, v]);
});

test('wrong input is refused by name', () => {
  expect(() => dotProductAttention([[1]], key, value)).toThrow('`query` must be a tensor of 4 axes');
  expect(() => dotProductAttention(key, query, value)).toThrow('must be a multiple of those of `key`');
  expect(() => dotProductAttention(query, key, value, { causal: true } as object)).toThrow('Did you mean "isCausal"?');
});
