/** Builds the playground and serves it, as any static host would, until Ctrl-C. */

import { join } from 'node:path';
import { build, preview } from 'vite';

const configFile = join(import.meta.dirname, '../src/studio/vite.config.ts');
await build({ configFile, logLevel: 'warn' });
const { resolvedUrls } = await preview({ configFile, logLevel: 'warn' });
console.log(`The playground: ${resolvedUrls?.local[0] ?? ''}playground.html`);
