import { expect, test } from 'vitest';
import { Sequential } from '../models/index.ts';
import { Dense } from './core/dense.ts';
import { Input } from './core/input.ts';
import { nameScope } from './name-scope.ts';

test('paths begin with the names of the scopes around', () => {
  const layer = new Dense(2, { name: 'first' });
  nameScope('outer', () =>
    nameScope('inner', () => {
      layer.build([null, 3]);
    }),
  );
  expect([layer.path, layer.bias?.path]).toEqual(['outer/inner/first', 'outer/inner/first/bias']);
  const model = nameScope('block', () => {
    const built = new Sequential([new Input({ shape: [3] }), new Dense(1, { name: 'head' })], { name: 'net' });
    built.apply([[1, 2, 3]]);
    return built;
  });
  expect(model.layers[0]?.weights[0]?.path).toMatch(/^block\//);
  const after = new Dense(1, { name: 'after' });
  after.build([null, 3]);
  expect(after.path).toBe('after');
});

test('what is no scope is refused, and nothing stays open', () => {
  expect(() => nameScope('a/b', () => 1)).toThrow('`name` must be a non-empty string without "/"');
  expect(() => nameScope('a', 3 as never)).toThrow('`body` must be a function');
  expect(() => nameScope('a', async () => 1)).toThrow('not asynchronous');
  const layer = new Dense(1, { name: 'later' });
  layer.build([null, 3]);
  expect(layer.path).toBe('later');
});
