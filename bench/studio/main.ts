/**
 * `npm run bench:studio`: how quick the studio's page is in Chromium, as seconds of this machine: 100 runs of 100,000
 * points opened, frames of a live chart, the net view of 100 layers over 5,000 samples, and the page's weight. With
 * `-- --logging`: what `callbacks.Studio` costs a training instead.
 */

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { StudioServer } from '../../src/studio/server/server.ts';
import { buildPages, chromiumPath, launchChromium } from '../../test/browser/launch.ts';
import { median } from '../measure.ts';
import { canned, cannedServer } from './canned-server.ts';
import { loggingCost } from './logging-cost.ts';
import { writeLongRuns } from './long-runs.ts';

const RUNS = 100;
const POINTS = 100_000;
const UPDATES = 10;
const TURNS = 5;
const LOGGED_TURNS = 1;
const LOGGED_EPOCHS = 12;

const report = (what: string, value: string, goal: string): void => console.log(`${what}: ${value} (goal: ${goal})`);

/** Kilobytes of what a page loads, compressed. */
async function weight(pages: string, html: string): Promise<number> {
  const assets = await readdir(join(pages, 'assets'));
  const wanted = [html];
  let bytes = 0;
  for (let i = 0; i < wanted.length; i++) {
    const text = await readFile(join(pages, wanted[i] ?? ''));
    bytes += gzipSync(text).length;
    // What a page's script loads in a worker is not the page.
    for (const name of assets)
      if (!/worker|engine/.test(name) && text.includes(name) && !wanted.includes(`assets/${name}`))
        wanted.push(`assets/${name}`);
  }
  return bytes / 1000;
}

/** Milliseconds from the navigation until a canvas of the page has been drawn on. */
const drawn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          const canvas = document.querySelector<HTMLCanvasElement>('main canvas');
          const image = canvas?.width ? canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) : null;
          if (image?.data.some((byte) => byte !== 0)) resolve(performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
  );

async function openLongRuns(browser: Browser, pages: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'keratin-bench-'));
  await writeLongRuns(folder, RUNS, POINTS);
  const server = await StudioServer.start({ folder, port: 0, page: pages });
  const began = performance.now();
  const page = await browser.newPage();
  await page.goto(server.url);
  await page
    .locator('nav .run')
    .nth(RUNS - 1)
    .waitFor({ state: 'attached' });
  const listed = performance.now() - began;
  await page.locator('.line-chart canvas').first().waitFor();
  await drawn(page);
  report(
    `${RUNS} runs x ${POINTS.toLocaleString('en')} points, from the server's start`,
    `listed after ${(listed / 1000).toFixed(2)} s, drawn after ${((performance.now() - began) / 1000).toFixed(2)} s`,
    'under 2 s',
  );
  await page.close();
  await server.close();
  await rm(folder, { recursive: true });
}

async function liveFrames(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${url}/?smooth=0.6`);
  await page.locator('.line-chart canvas').first().waitFor();
  const gaps = await page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const all: number[] = [];
        let last = performance.now();
        const frame = (now: number): void => {
          all.push(now - last);
          last = now;
          if (all.length < 300) requestAnimationFrame(frame);
          else resolve(all.slice(1));
        };
        requestAnimationFrame(frame);
      }),
  );
  const rate = 1000 / (gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length);
  report(
    `live chart, ${canned.runs} curves, ${UPDATES} updates a second`,
    `${rate.toFixed(0)} frames a second, slowest frame ${Math.max(...gaps).toFixed(0)} ms`,
    'at least 30',
  );
  await page.close();
}

async function netView(browser: Browser, url: string): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const page = await browser.newPage();
    await page.goto(`${url}/?view=net`);
    const done = await drawn(page);
    const arrived = await page.evaluate(
      () =>
        performance
          .getEntriesByType('resource')
          .find(({ name }) => name.includes('/api/vitals'))
          ?.toJSON().responseEnd,
    );
    times.push(done - Number(arrived));
    await page.close();
  }
  report(
    `net view, ${canned.layers} layers x ${canned.samples.toLocaleString('en')} samples, from the answer to the picture`,
    `${median(times).toFixed(0)} ms (of ${TURNS}: ${times.map((time) => time.toFixed(0)).join(', ')})`,
    'under 200 ms',
  );
}

async function logging(): Promise<void> {
  const { epochMilliseconds, samples, hooks, background, aroundMilliseconds } = await loggingCost(
    LOGGED_TURNS,
    LOGGED_EPOCHS,
  );
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  report(
    `logging, of an epoch of ${(epochMilliseconds / 1000).toFixed(2)} s`,
    `${percent(samples + hooks + background)}: measured steps ${percent(samples)}, callback ${percent(hooks)}, between steps ` +
      `${percent(background)}; once, most of it the doctor's examination: ${(aroundMilliseconds / 1000).toFixed(2)} s`,
    'under 2%',
  );
}

if (process.argv.includes('--logging')) {
  await logging();
  process.exit();
}
if (chromiumPath === undefined) {
  console.error('There is no Chromium: apt-get install chromium, or its path in KERATIN_CHROMIUM.');
  process.exit(1);
}
const pages = await buildPages();
const browser = await launchChromium();
const server = await cannedServer(pages, UPDATES);
try {
  report('the page, compressed', `${(await weight(pages, 'index.html')).toFixed(0)} KB`, 'under 500 KB');
  await liveFrames(browser, server.url);
  await netView(browser, server.url);
  await openLongRuns(browser, pages);
} finally {
  server.close();
  await browser.close();
  await rm(pages, { recursive: true });
}
