import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('memory of what nobody holds comes back', { timeout: 60_000 }, async () => {
  const script = join(import.meta.dirname, 'testing/memory-process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script]);
  const { heapGrowth, residentGrowth, resident } = JSON.parse(stdout);
  // In MiB. Compiled code, caches and the collector's own rhythm come and go.
  expect(heapGrowth).toBeLessThan(8);
  expect(residentGrowth).toBeLessThan(150);
  expect(resident).toBeLessThan(700);
});
