import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callbacks, layers, Sequential, utils } from 'keratin';
import { expect, test, vi } from 'vitest';
import { describeInBrowser } from './chromium.ts';

// The callback serves the page that these tests have built.
const built = vi.hoisted(() => ({ folder: '' }));
vi.mock('../../src/studio/server/page-folder.ts', () => ({ pageFolder: async () => built.folder }));

const x = Array.from({ length: 64 }, (_, i) => [Math.sin(i), Math.cos(i), Math.sin(3 * i), 0.1 * i - 3]);
const y = x.map(([a = 0, b = 0]) => (a > 0 ? (b > 0 ? 0 : 1) : 2));

/** Six sigmoid layers: the doctor has something to say. */
function deepNet(): Sequential {
  utils.setRandomSeed(7);
  const model = new Sequential([
    new layers.Input({ shape: [4] }),
    ...Array.from({ length: 6 }, (_, i) => new layers.Dense(12, { activation: 'sigmoid', name: `hidden_${i}` })),
    new layers.Dense(3, { activation: 'softmax', name: 'output' }),
  ]);
  model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

/** Leaves the machine to the browser between epochs. */
class Slowly extends callbacks.Callback {
  override async onEpochEnd(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

describeInBrowser('a training and its page', ({ browser, pages }) => {
  test('is watched, paused, led on, stopped and treated from the page', async () => {
    built.folder = pages();
    const logDir = await mkdtemp(join(tmpdir(), 'keratin-live-'));
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const studio = new callbacks.Studio({ logDir, name: 'deep', port: 0, every: 8 });
    const training = deepNet().fit(x, y, {
      epochs: 100_000,
      batchSize: 16,
      validationSplit: 0.25,
      verbose: 0,
      callbacks: [studio, new Slowly()],
    });
    await vi.waitFor(() => expect(studio.url).not.toBeNull(), { timeout: 30_000 });
    const opened = await browser().open(studio.url ?? '', { height: 1000 });
    const { page } = opened;
    const header = page.getByRole('region', { name: 'Run deep' });
    await header.getByText('running').waitFor();
    await page.getByRole('region', { name: 'epoch_loss' }).getByRole('group').waitFor();
    await opened.keepPicture('running-light');

    await header.getByRole('button', { name: 'Pause' }).click();
    await header.getByText('paused').waitFor();
    await header.getByLabel('Learning rate').fill('-3');
    await header.getByLabel('Learning rate').press('Enter');
    await header.getByText('must be a positive number').waitFor();
    await header.getByLabel('Learning rate').fill('0.25');
    await header.getByLabel('Learning rate').press('Enter');
    await header.getByRole('button', { name: 'Resume' }).click();
    await header.getByText('running').waitFor();
    await expect.poll(() => header.getByLabel('Learning rate').inputValue(), { timeout: 15_000 }).toBe('0.25');

    await page.getByRole('tab', { name: 'Net' }).click();
    await page.getByRole('application').waitFor();
    await header.getByRole('button', { name: 'Stop' }).click();
    await header.getByText('ended').waitFor();
    await training;

    await page.getByRole('tab', { name: /^Findings/ }).click();
    await page.getByRole('button', { name: 'Train with this remedy' }).first().click();
    await page.getByText(/^The treated run trains as/).waitFor();
    await opened.keepPicture('remedy-light');
    await page.getByRole('button', { name: 'Compare layer by layer' }).click();
    const treated = page.getByRole('navigation').getByRole('button', { name: /^deep-/ });
    await treated.waitFor();
    expect(await page.getByLabel('beside').inputValue()).toMatch(/^deep-/);
    await treated.click();
    await page.getByText('treated copy of').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page
      .getByRole('region', { name: /^Run deep-/ })
      .getByText('ended')
      .waitFor();
    expect(opened.errors).toEqual([]);
    await opened.close();
    await studio.close();
    await rm(logDir, { recursive: true });
  }, 90_000);
});
