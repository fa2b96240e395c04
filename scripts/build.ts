/**
 * Builds `dist/`: ES modules and declarations by the TypeScript compiler, the assets beside the modules that read them,
 * and the studio's page by Vite.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
const run = (script: string, ...args: string[]): void => {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
};
run('typescript/bin/tsc', '-p', 'tsconfig.build.json');

// What the compiler does not emit itself: data files, and scripts that are loaded by URL.
for (const asset of globSync('src/**/*.{gz,json,html,css}', { cwd: root, exclude: ['src/studio/**'] })) {
  cpSync(join(root, asset), join(dist, relative('src', asset)));
}

run('vite/bin/vite.js', 'build', '--config', 'src/studio/vite.config.ts', '--logLevel', 'warn');
