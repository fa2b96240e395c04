import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EventFile } from '../../src/callbacks/tensorboard/event-file.ts';
import { scalarValue } from '../../src/callbacks/tensorboard/summary-values.ts';
import { runFiles } from '../../src/studio/run-folder/files.ts';
import { StudioServer } from '../../src/studio/server/server.ts';
import { describeInBrowser, type OpenPage, type Screen } from './chromium.ts';
import { recordOf, SCRIPT_RUN, writeJson, writeSampleRuns } from './sample-runs.ts';

describeInBrowser('the studio', ({ browser, pages }) => {
  let folder = '';
  let server: StudioServer | null = null;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keratin-studio-'));
    await writeSampleRuns(folder);
    server = await StudioServer.start({ folder, port: 0, page: pages() });
  }, 120_000);
  afterAll(async () => {
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Opens the studio with a query; `token`: as by the address that the server prints. */
  const open = async (query: string, screen: Screen & { readonly token?: boolean } = {}): Promise<OpenPage> => {
    const url = new URL(server?.url ?? '');
    url.search = query;
    if (screen.token === false) url.hash = '';
    const opened = await browser().open(url.href, screen);
    await opened.page.locator('nav').waitFor({ state: 'attached' });
    return opened;
  };

  test('runs are listed, searched, filtered and named as their folders, scripts or not', async () => {
    const { page, ...opened } = await open('');
    const list = page.getByRole('navigation', { name: 'Runs' });
    await list.getByText('3 runs, 3 drawn').waitFor();
    await list.getByText(SCRIPT_RUN, { exact: true }).waitFor();
    await list.getByRole('searchbox').fill('activation=relu');
    await list.getByText('1 of 3 runs, 1 drawn').waitFor();
    await list.getByRole('searchbox').fill('');
    await list.getByText('Cut off').click();
    await list.getByText('No run matches.').waitFor();
    expect(page.url()).toContain('status=interrupted');
    expect(opened.errors).toEqual([]);
    await page.context().close();
  });

  test('a run that trains appears, and its curve grows', async () => {
    const opened = await open('');
    const { page } = opened;
    const run = join(folder, 'live');
    const events = new EventFile(join(run, 'train'));
    const epoch = async (n: number): Promise<void> => {
      events.add(n, scalarValue('epoch_loss', 1 / (1 + n)));
      await events.flush();
      await writeJson(run, runFiles.record, recordOf({ status: 'running', epoch: n + 1, epochs: 9, secondsLeft: 60 }));
    };
    await epoch(0);
    const item = page.getByRole('navigation').getByRole('button', { name: 'live' });
    await item.waitFor();
    const chart = page.getByRole('region', { name: 'epoch_loss' }).getByRole('group');
    // The arrow reads the last point of all curves.
    const read = async (text: RegExp): Promise<void> => {
      await expect
        .poll(
          async () => {
            await chart.focus();
            await chart.press('Escape');
            await chart.press('ArrowLeft');
            return chart.getByRole('status').textContent({ timeout: 1000 });
          },
          { timeout: 10_000 },
        )
        .toMatch(text);
    };
    await chart.waitFor();
    await page.getByText('4 runs, 4 drawn').waitFor();
    for (let n = 1; n < 6; n++) await epoch(n);
    await read(/^epoch 5: .*live 0\.1667/);
    await item.getByText('epoch 6 of 9, 1 min 0 s left').waitFor();
    await epoch(6);
    await read(/^epoch 6: .*live 0\.1429/);
    await writeJson(run, runFiles.record, recordOf({ status: 'ended' }));
    await item.getByText('ended').waitFor();
    expect(opened.errors).toEqual([]);
    await rm(run, { recursive: true });
    await item.waitFor({ state: 'detached' });
    await opened.close();
  });

  test('the net view: hover tells, a click shows the layer, keys do the same, and the address keeps it', async () => {
    const opened = await open('run=deep/sigmoid&view=net');
    const { page } = opened;
    const map = page.getByRole('application');
    await map.waitFor();
    const box = await map.boundingBox();
    const row = (box?.height ?? 0) / 7;
    await map.hover({ position: { x: 30, y: 1.5 * row } });
    await page.getByText('hidden_2 · sigmoid').waitFor();
    await page.getByText(/times too small/).waitFor();
    await map.click({ position: { x: 30, y: 1.5 * row } });
    await page.getByRole('heading', { name: 'hidden_2' }).waitFor();
    expect(page.url()).toContain('layer=hidden_2');
    await page
      .getByRole('figure', { name: /^activations: from/ })
      .first()
      .waitFor();
    const image = page.getByAltText(/hidden_2\/kernel\/image at step/);
    await image.waitFor();
    expect(await image.evaluate((one: HTMLImageElement) => one.decode().then(() => one.naturalWidth))).toBe(24);
    await page.mouse.move(0, 0);
    await map.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await map.press(key);
    await expect.poll(() => map.getByRole('status').textContent()).toMatch(/^hidden_3 · sigmoid: .*expected/);
    await map.press('Enter');
    await page.getByRole('heading', { name: 'hidden_3' }).waitFor();
    // Drawn over: a stretch of steps.
    await page.mouse.move((box?.x ?? 0) + 100, (box?.y ?? 0) + 20);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + 300, (box?.y ?? 0) + 20, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Show all steps' }).waitFor();
    expect(page.url()).toMatch(/steps=\d+%7E\d+/);
    await page.goBack();
    await page.getByText('Click a row').waitFor();
    await opened.expectSound();
    await opened.close();
  });

  test('an address shows the same again', async () => {
    const first = await open('');
    const { page } = first;
    await page.getByRole('navigation').getByRole('button', { name: 'sigmoid' }).click();
    await page.getByLabel('Smoothing').fill('0.6');
    await page.getByLabel('log y').check();
    await page.getByRole('tab', { name: 'Net' }).click();
    await page.getByLabel('Colour shows').selectOption({ label: 'Update size' });
    await page.getByRole('button', { name: 'hidden_4' }).click();
    const address = new URL(page.url());
    expect(address.hash).toBe('');
    await first.close();

    const second = await open(address.search.slice(1), { token: false });
    await second.page.getByRole('heading', { name: 'hidden_4' }).waitFor();
    expect(await second.page.getByRole('tab', { selected: true }).textContent()).toBe('Net');
    expect(await second.page.getByLabel('Colour shows').inputValue()).toBe('updateRatio');
    await second.page.getByRole('tab', { name: 'Curves' }).click();
    expect(await second.page.getByLabel('Smoothing').inputValue()).toBe('0.6');
    expect(await second.page.getByLabel('log y').isChecked()).toBe(true);
    expect(second.errors).toEqual([]);
    await second.close();
  });

  test('nonsense in the address falls back, and says so where it matters', async () => {
    const opened = await open('run=gone&view=soup&smooth=9&zoom=8~2&quantity=x&sort=-');
    await opened.page.getByText('There is no run “gone” in this folder.').waitFor();
    expect(await opened.page.getByRole('tab', { selected: true }).textContent()).toBe('Curves');
    expect(await opened.page.getByLabel('Smoothing').inputValue()).toBe('0');
    expect(opened.errors).toEqual([]);
    await opened.close();
  });

  test('a remedy is trained, and the treated run stands beside the untreated one', async () => {
    const treated = join(folder, 'deep/sigmoid-treated');
    server?.live.add({
      id: 'deep/sigmoid',
      control: () => {},
      treat: async ({ cause, remedy }) => {
        expect([cause, remedy]).toEqual(['init_too_small', 'he_normal']);
        const events = new EventFile(join(treated, 'train'));
        events.add(0, scalarValue('epoch_loss', 0.5));
        await events.flush();
        await writeJson(treated, runFiles.record, recordOf({ treats: 'deep/sigmoid' }));
        return 'deep/sigmoid-treated';
      },
    });
    const opened = await open('run=deep/sigmoid&view=findings');
    const { page } = opened;
    await page.getByText('Each layer passes on a twentieth').waitFor();
    await page.getByRole('button', { name: 'Train with this remedy' }).click();
    await page.getByText('The treated run trains as “deep/sigmoid-treated”.').waitFor();
    await page.getByRole('navigation').getByRole('button', { name: 'sigmoid-treated' }).waitFor();
    await opened.keepPicture('treated-light');
    await page.getByRole('button', { name: 'See both curves' }).click();
    await page
      .getByRole('region', { name: 'epoch_loss' })
      .getByRole('group', { name: /of 2 runs/ })
      .waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Train with this remedy' }).waitFor();
    expect(opened.errors).toEqual([]);
    server?.live.end('deep/sigmoid');
    await rm(treated, { recursive: true });
    await opened.close();
  });

  test('two runs are compared: curves, settings, layer by layer', async () => {
    const opened = await open('run=deep/sigmoid&view=compare&with=deep/relu');
    const { page } = opened;
    await page.getByRole('group', { name: /^loss of 2 runs/ }).waitFor();
    const differs = page.getByRole('row', { name: /^activation/ });
    expect(await differs.textContent()).toBe('activationsigmoidrelu');
    await page.getByRole('application').nth(1).waitFor();
    const layers = page.getByRole('region', { name: 'Layers of both runs' });
    expect(await layers.getByRole('row').count()).toBe(8);
    await opened.expectSound();
    await opened.close();
  });

  test('name, tags and notes are edited; without the token nothing can be changed', async () => {
    const opened = await open('run=deep/relu');
    const { page } = opened;
    await page.getByRole('button', { name: 'Edit name, tags and notes' }).click();
    await page.getByLabel('Tags, with commas between').fill('best, #kept');
    await page.getByRole('textbox', { name: 'Notes' }).fill('<b>as it is</b>');
    await opened.expectSound();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Run relu' }).getByText('#kept').waitFor();
    await page.getByText('<b>as it is</b>').waitFor();
    await opened.close();
    const guest = await open('run=deep/relu', { token: false });
    await guest.page.getByText('#best').first().waitFor();
    expect(await guest.page.getByRole('button', { name: 'Edit name, tags and notes' }).count()).toBe(0);
    await guest.close();
  });

  test('the list works by keyboard alone', async () => {
    const opened = await open('run=deep/sigmoid');
    const { page } = opened;
    await page.getByRole('tab', { selected: true }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip to the view');
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Net');
    await page.keyboard.press('End');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Compare');
    await opened.close();
  });

  const views = ['curves', 'net&layer=hidden_2', 'findings', 'table', 'graph&node=hidden_1', 'samples', 'compare'];
  test.each(views)('in light, in dark and on a phone it is sound: %s', async (view) => {
    const name = view.replace(/&.*/, '');
    const opened = await open(`run=deep/${view === 'samples' ? 'relu' : 'sigmoid'}&view=${view}`);
    const { page } = opened;
    await expect.poll(() => page.getByText(/^Reading/).count(), { timeout: 10_000 }).toBe(0);
    await page.waitForTimeout(150);
    await opened.keepPicture(`${name}-light`);
    await opened.expectSound();
    await page.emulateMedia({ colorScheme: 'dark' });
    // Colours fade into one another.
    await page.waitForTimeout(200);
    await opened.keepPicture(`${name}-dark`);
    await opened.expectSound(['color-contrast']);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForTimeout(100);
    await opened.keepPicture(`${name}-phone`);
    await opened.expectSound(['scrollable-region-focusable', 'target-size']);
    await opened.close();
  });

  test('before the first run the page says how one is made', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'keratin-empty-'));
    const other = await StudioServer.start({ folder: empty, port: 0, page: pages() });
    const opened = await browser().open(other.url);
    await opened.page.getByText('No runs yet').waitFor();
    await opened.keepPicture('empty-light');
    await opened.expectSound();
    await writeJson(join(empty, 'first'), runFiles.record, recordOf({ status: 'running' }));
    await opened.page
      .getByRole('navigation', { name: 'Runs' })
      .getByRole('button', { name: /^first/ })
      .waitFor();
    await other.close();
    await opened.page.getByText('The server has gone.').waitFor();
    await opened.close();
    await rm(empty, { recursive: true });
  });
});
