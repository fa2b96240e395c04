import { expect, test } from 'vitest';
import { clip } from '../ops/arithmetic.ts';
import { expectValues } from '../ops/testing/expect.ts';
import type { TensorLike } from '../tensor/convert.ts';
import { deserialize, get, MaxNorm, NonNeg, serialize, UnitNorm } from './index.ts';

test('NonNeg sets negative weights to zero', () => {
  expectValues(new NonNeg().apply([-1, 0, 2]), [-0, 0, 2]);
});

test('constraints.get takes names, objects, functions, configs and null', () => {
  const unit = new UnitNorm();
  expect(get('max_norm')).toBeInstanceOf(MaxNorm);
  expect(get('NonNeg')).toBeInstanceOf(NonNeg);
  expect(get(unit)).toBe(unit);
  expect(get(null)).toBeNull();
  expectValues(get((w: TensorLike) => clip(w, 0, 1)).apply([-1, 2]), [0, 1]);
  // @ts-expect-error a misspelt name
  expect(() => get('non_negative')).toThrow('Unknown constraint.');
});

test('serialize and deserialize go through Keras’s envelope', () => {
  const envelope = serialize(new MaxNorm({ maxValue: 3, axis: [0, 1] }));
  expect(envelope).toMatchObject({
    module: 'keras.constraints',
    class_name: 'MaxNorm',
    config: { max_value: 3, axis: [0, 1] },
  });
  expect(deserialize(envelope).getConfig()).toEqual({ max_value: 3, axis: [0, 1] });
});
