import { join } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/**
 * Builds the studio's page and the playground into `dist/studio/page`: static files with relative addresses, so that
 * they work from any folder of any host.
 */
export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: { alias: { keratin: join(here, '../index.ts') } },
  worker: {
    format: 'es',
    // What the playground's engine never loads: files of models and tables, and pictures.
    rolldownOptions: { external: /^(node:.*|csv-parse.*|hyparquet.*|vega|vega-lite|zod)$/ },
  },
  build: {
    outDir: join(here, '../../dist/studio/page'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // The playground's digits come with its engine: once it is loaded, it needs no network.
    assetsInlineLimit: (file) => file.endsWith('digits.csv.gz'),
    rolldownOptions: { input: [join(here, 'index.html'), join(here, 'playground.html')] },
  },
});
