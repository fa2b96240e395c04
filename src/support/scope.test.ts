import { expect, test } from 'vitest';
import { currentScope, withScope } from './scope.ts';

test('scopes nest, and end with their body even when it throws', () => {
  expect(currentScope()).toBeUndefined();
  const seen = withScope('outer', () => [currentScope(), withScope('inner', currentScope), currentScope()]);
  expect(seen).toEqual(['outer', 'inner', 'outer']);
  expect(() =>
    withScope('failing', () => {
      throw new Error('on purpose');
    }),
  ).toThrow('on purpose');
  expect(currentScope()).toBeUndefined();
});
