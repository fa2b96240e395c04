import { expect, test } from 'vitest';
import { multiply } from '../ops/arithmetic.ts';
import { sum } from '../ops/reduction.ts';
import { expectValues } from '../ops/testing/expect.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { deserialize, get, L1L2, L2, serialize } from './index.ts';

test('regularizers.get takes names, objects, functions, configs and null', () => {
  const l2 = new L2();
  expect(get('l1_l2')).toBeInstanceOf(L1L2);
  expect(get('L2')).toBeInstanceOf(L2);
  expect(get(l2)).toBe(l2);
  expect(get(null)).toBeNull();
  expectValues(get((x: TensorLike) => multiply(sum(x), 2)).apply([1, 2]), 6);
  // @ts-expect-error a misspelt name
  expect(() => get('l22')).toThrow('Unknown regularizer. Did you mean');
});

test('serialize and deserialize go through Keras’s envelope', () => {
  const envelope = serialize(new L1L2({ l1: 0.5, l2: 0.25 }));
  expect(envelope).toEqual({
    module: 'keras.regularizers',
    class_name: 'L1L2',
    config: { l1: 0.5, l2: 0.25 },
    registered_name: null,
  });
  expect(deserialize(envelope).getConfig()).toEqual({ l1: 0.5, l2: 0.25 });
});
