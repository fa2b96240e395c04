import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('every public name has a doc comment, an example and a source', async () => {
  const tool = join(import.meta.dirname, '../docs/tools/documented.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [tool]).catch((error: { stdout: string }) => error);
  const gaps = stdout.match(/without .*/g);
  expect(gaps, stdout).toEqual(['without a doc comment: 0', 'without an example: 0', 'without a source: 0']);
}, 180_000);
