import { expect, test } from 'vitest';
import { add } from '../ops/arithmetic.ts';
import { abstractly, abstractTensor } from './abstract.ts';
import { Variable } from './variable.ts';

test('an abstract tensor has a shape but no value', () => {
  const x = abstractTensor([2, 3], 'int32');
  expect(add(x, 1)).toMatchObject({ shape: [2, 3], dtype: 'int32' });
  expect(() => x.dataSync()).toThrow(/traced tensor/);
});

test('what is assigned abstractly is forgotten', async () => {
  const v = new Variable(1);
  expect(abstractly(() => v.assign(5).value.shape)).toEqual([]);
  expect(await v.array()).toBe(1);
});
