import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { build } from 'vite';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's Chromium, or what KERATIN_CHROMIUM says; undefined where there is none. */
export const chromiumPath = process.env.KERATIN_CHROMIUM ?? places.find((place) => existsSync(place));

/** Starts Chromium with an empty profile. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });

/** Builds the pages into a folder of their own, so that no older build is looked at. Whoever asks removes it. */
export async function buildPages(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'keratin-pages-'));
  await build({
    configFile: join(import.meta.dirname, '../../src/studio/vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}
