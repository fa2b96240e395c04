import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { buildPages, chromiumPath, launchChromium } from './launch.ts';

/** Where screenshots go, to be looked at. Git ignores it. */
const pictures = join(import.meta.dirname, 'pictures');

/** How a page is opened. */
export interface Screen {
  /** Default 1280 x 860; a phone is 390 x 844. */
  readonly width?: number;
  readonly height?: number;
  /** Default light. */
  readonly colors?: 'light' | 'dark';
}

/** A browser with an empty profile. */
export class TestBrowser {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(): Promise<TestBrowser> {
    return new TestBrowser(await launchChromium());
  }

  /** Opens an address in a fresh profile. */
  async open(url: string, { width = 1280, height = 860, colors = 'light' }: Screen = {}): Promise<OpenPage> {
    const context = await this.#browser.newContext({ viewport: { width, height }, colorScheme: colors });
    const opened = new OpenPage(await context.newPage());
    await opened.page.goto(url);
    return opened;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

/** A page, and what it complained about. */
export class OpenPage {
  readonly page: Page;
  /** Errors of scripts and on the console. */
  readonly errors: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
  }

  /** What axe-core calls serious or critical: the rule and where. `rules`: only these. */
  async barriers(rules: readonly string[] = []): Promise<string[]> {
    await this.page.evaluate(`typeof axe === 'undefined' && (() => { ${axe.source} })()`);
    const options: RunOptions = rules.length === 0 ? {} : { runOnly: [...rules] };
    const { violations } = await this.page.evaluate<AxeResults>(`axe.run(${JSON.stringify(options)})`);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  }

  /** Nothing on the console, no barrier, and nothing wider than the screen. */
  async expectSound(rules: readonly string[] = []): Promise<void> {
    expect(await this.barriers(rules)).toEqual([]);
    expect(await this.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(this.errors).toEqual([]);
  }

  /** Keeps a picture of what is seen now. */
  async keepPicture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/**
 * Tests in Debian's Chromium (`apt-get install chromium`, or its path in KERATIN_CHROMIUM); skipped, with a line that
 * says so, where there is none.
 */
export function describeInBrowser(
  name: string,
  tests: (given: { readonly browser: () => TestBrowser; readonly pages: () => string }) => void,
): void {
  if (chromiumPath === undefined) console.warn(`${name}: skipped, there is no Chromium (apt-get install chromium)`);
  describe.skipIf(chromiumPath === undefined)(name, () => {
    let browser: TestBrowser | null = null;
    let pages: string | null = null;
    const there = <T>(value: T | null): T => {
      if (value === null) throw new Error('Only within a test.');
      return value;
    };
    beforeAll(async () => {
      [browser, pages] = await Promise.all([TestBrowser.launch(), buildPages()]);
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      if (pages !== null) await rm(pages, { recursive: true, force: true });
    });
    tests({ browser: () => there(browser), pages: () => there(pages) });
  });
}
