import { expect, test } from 'vitest';
import { serializedFunctionName, serializeFunction, serializeOwnFunction } from './serialized-function.ts';

function doubled(x: number): number {
  return 2 * x;
}

test('a name comes back from its envelope', () => {
  expect(serializedFunctionName(serializeFunction('relu'))).toBe('relu');
  expect(serializedFunctionName(serializeOwnFunction('an activation', doubled))).toBe('doubled');
});

test.each([
  null,
  undefined,
  'relu',
  {},
  { class_name: 'Dense', config: {} },
  { class_name: 'function' },
  { class_name: 'function', config: {} },
])('%j is no envelope of a function', (x) => expect(serializedFunctionName(x)).toBeUndefined());

test('a function without a name cannot be found again', () => {
  expect(() =>
    serializeOwnFunction(
      'an activation',
      (
        () => () =>
          1
      )(),
    ),
  ).toThrow(
    'A function must have a name to be serialized as an activation: declare it with `function` or `const`. Received: function (anonymous)',
  );
});
