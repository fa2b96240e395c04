import { expect, test } from 'vitest';
import { formatMemory } from './memory-size.ts';

test('bytes in the largest unit that gives at least 1', () => {
  expect([0, 1023, 1024, 1085384, 3 * 1024 ** 3].map(formatMemory)).toEqual([
    '0.00 B',
    '1023.00 B',
    '1.00 KB',
    '1.04 MB',
    '3.00 GB',
  ]);
  expect(formatMemory(2 ** 70)).toBe('1048576.00 PB');
});
