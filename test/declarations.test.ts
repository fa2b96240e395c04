import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const compiler = join(root, 'node_modules/typescript/bin/tsc');

/** What the compiler complains about. */
const complaints = async (...args: string[]): Promise<string> => {
  const run = promisify(execFile)(process.execPath, [compiler, ...args], { cwd: root });
  return (await run.catch((error: { stdout: string }) => error)).stdout;
};

test('the published declarations compile without what `@internal` strips from them', async () => {
  // Inside the package, so that the declarations find those of its dependencies.
  const folder = await mkdtemp(join(root, 'node_modules/.declarations-'));
  try {
    expect(await complaints('-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', folder)).toBe('');
    const options = '--strict --exactOptionalPropertyTypes --target es2022 --module nodenext --lib es2022,dom';
    const user = ['--ignoreConfig', '--noEmit', ...options.split(' '), '--types', ''];
    expect(await complaints(...user, join(folder, 'index.d.ts'))).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
}, 180_000);
