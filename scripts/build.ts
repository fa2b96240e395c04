/** Builds `dist/`: ES modules and declarations by the TypeScript compiler, and the assets beside the modules that read them. */

import { execFileSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

// What the compiler does not emit itself: data files, and scripts that are loaded by URL.
for (const asset of globSync('src/**/*.{gz,json,html,css}', { cwd: root })) {
  cpSync(join(root, asset), join(dist, relative('src', asset)));
}
