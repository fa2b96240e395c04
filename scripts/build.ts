/** Builds `dist/`: ES modules and declarations by the TypeScript compiler, and the assets beside the modules that read them. */

import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);

// What the compiler does not emit itself: data files, and scripts that are loaded by URL.
for (const asset of globSync('src/**/*.{gz,json,html,css}', { cwd: root })) {
  cpSync(join(root, asset), join(dist, relative('src', asset)));
}
