import { expect, test } from 'vitest';
import { KerasTensor, shapesOf } from './keras-tensor.ts';

test('a symbolic tensor has a shape, a dtype and a name', () => {
  const tensor = new KerasTensor([null, 3], { dtype: 'int32', name: 'x' });
  expect(String(tensor)).toBe('<KerasTensor shape=(None, 3), dtype=int32, name=x>');
  expect(tensor.rank).toBe(2);
  expect(tensor.history).toBeUndefined();
  expect(new KerasTensor([]).name).toMatch(/^keras_tensor/);
});

test('shapes of a structure of tensors', () => {
  expect(shapesOf([new KerasTensor([null, 3]), new KerasTensor([2])])).toEqual([[null, 3], [2]]);
});

test('refuses what is not a shape', () => {
  expect(() => new KerasTensor([-1])).toThrow(/`shape` must be.*Received: shape=\[-1\]/s);
  expect(() => new KerasTensor([1.5])).toThrow(/`shape`/);
  expect(() => new KerasTensor([1], { dtype: 'float23' as 'float32' })).toThrow(/float32/);
});
