import { expect, test, vi } from 'vitest';
import { warnOnce } from './warn-once.ts';

test('prints each message once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  warnOnce('a');
  warnOnce('b');
  warnOnce('a');
  expect(warn.mock.calls).toEqual([['a'], ['b']]);
  warn.mockRestore();
});
