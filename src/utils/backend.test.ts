import { expect, test } from 'vitest';
import { getUid, isFloatDtype, isIntDtype, resultType } from './backend.ts';
import { clearSession } from './clear-session.ts';

test('names are counted by prefix until the session is cleared', () => {
  expect([getUid('a'), getUid('a'), getUid('b')]).toEqual([1, 2, 1]);
  clearSession();
  expect(getUid('a')).toBe(1);
});

test('dtypes', () => {
  expect([isFloatDtype('float16'), isFloatDtype('bool'), isIntDtype('int8'), isIntDtype('float32')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([resultType('bool', 'int8'), resultType('float16', 'bfloat16')]).toEqual(['int8', 'float32']);
  // @ts-expect-error no dtype
  expect(() => isIntDtype('int33')).toThrow('Unknown dtype');
});
