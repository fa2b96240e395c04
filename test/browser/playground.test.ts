import { afterAll, beforeAll, expect, test } from 'vitest';
import { keratinCode } from '../../src/studio/playground/code/keratin-code.ts';
import { linkOf } from '../../src/studio/playground/state/link.ts';
import { standardState } from '../../src/studio/playground/state/playground-state.ts';
import { presets } from '../../src/studio/playground/state/presets.ts';
import { describeInBrowser, type OpenPage, type Screen } from './chromium.ts';
import { StaticHost } from './static-host.ts';

describeInBrowser('the playground', ({ browser, pages }) => {
  let host: StaticHost;
  beforeAll(async () => {
    host = await StaticHost.serve(pages());
  });
  afterAll(() => host?.close());

  const open = (link = '', screen: Screen = {}): Promise<OpenPage> =>
    browser().open(`${host.address}/playground.html${link}`, screen);

  /** Waits until the figure of that name is at least so much. */
  const reaches = ({ page }: OpenPage, name: string, least: number): Promise<unknown> =>
    page.waitForFunction(
      ([wanted, value]) => {
        const figure = [...document.querySelectorAll('.figure')].find(
          (one) => one.querySelector('dt')?.textContent === wanted,
        );
        return Number.parseFloat(figure?.querySelector('dd')?.textContent ?? '') >= Number(value);
      },
      [name, least] as const,
      { timeout: 30_000 },
    );

  const pause = async ({ page }: OpenPage): Promise<void> => page.getByRole('button', { name: 'Pause' }).click();

  test('a first visitor sees a net that trains already; circles reach 98%', async () => {
    const opened = await open();
    const { page } = opened;
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    await reaches(opened, 'Epoch', 1);
    await pause(opened);
    await page.getByLabel('Data', { exact: true }).selectOption({ label: 'Circles' });
    await page.waitForFunction(() => location.hash === '#v=1&data=circles');
    // The circles' own figures, from the start.
    await page.locator('.figure dd').first().filter({ hasText: /^0$/ }).waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    await reaches(opened, 'Test accuracy', 98);
    await pause(opened);
    await page.getByText('Signal and gradient arrive at every layer').waitFor();
    await opened.expectSound();
    await opened.keepPicture('playground-circles-light');
    await opened.close();
  });

  test('links restore all settings; what they say wrong is told', async () => {
    const opened = await open('#v=1&data=digits&depth=5&activation=selu&learningRate=0.003&width=999&colour=red');
    const { page } = opened;
    await reaches(opened, 'Epoch', 1);
    await pause(opened);
    expect(await page.getByLabel('Activation').inputValue()).toBe('selu');
    expect(await page.getByLabel('Data', { exact: true }).inputValue()).toBe('digits');
    expect(await page.getByRole('slider', { name: 'Hidden layers' }).getAttribute('aria-valuetext')).toBe('5');
    expect(await page.getByRole('slider', { name: 'Learning rate' }).getAttribute('aria-valuetext')).toBe('0.003');
    await page.getByText('width must be a whole number from 1 to 128. The link says "999"; 32 is used.').waitFor();
    await page.getByText('The link sets "colour", which there isn\'t.').waitFor();
    await page.getByRole('img', { name: /^Images for testing/ }).waitFor();
    await opened.expectSound();
    await opened.close();
  });

  test('a story: the gradient vanishes, the doctor says why, a click mends it, Back takes it back', async () => {
    const opened = await open('', { colors: 'dark' });
    const { page } = opened;
    await page.getByRole('button', { name: 'Vanishing gradients' }).click();
    await page.getByRole('heading', { name: 'Activation shrinks the gradient in every layer' }).waitFor();
    expect(await page.evaluate(() => location.hash)).toBe(linkOf(presets.vanishing.state));
    await reaches(opened, 'Epoch', 5);
    await pause(opened);
    await opened.expectSound();
    await opened.keepPicture('playground-vanishing-dark');
    await page.getByRole('button', { name: 'Play' }).click();
    await page.getByRole('button', { name: 'Apply' }).first().click();
    await reaches(opened, 'Test accuracy', 97);
    expect(await page.getByLabel('Activation').inputValue()).toBe('selu');
    await page.goBack();
    await page.waitForFunction(
      () => document.querySelector('.chip[aria-current="true"]')?.textContent === 'Vanishing gradients',
    );
    expect(await page.getByLabel('Activation').inputValue()).toBe('sigmoid');
    expect(opened.errors).toEqual([]);
    await opened.close();
  });

  test('all of it by keyboard, also on a phone', async () => {
    const opened = await open('#v=1&data=moons', { width: 390, height: 844 });
    const { page } = opened;
    await reaches(opened, 'Epoch', 1);
    await page.getByRole('button', { name: 'Pause' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play' }).waitFor();
    await page.keyboard.press('Tab');
    const epochs = () => page.locator('.figure dd').first().textContent();
    await page.waitForTimeout(200);
    const before = Number(await epochs());
    await page.keyboard.press('Enter');
    await reaches(opened, 'Epoch', before + 1);
    expect(Number(await epochs())).toBe(before + 1);
    await page.getByRole('slider', { name: 'Hidden layers' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => location.hash === '#v=1&data=moons&depth=4');
    await page.getByRole('rowheader', { name: '4' }).waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await opened.expectSound();
    await opened.keepPicture('playground-phone-light');
    await opened.close();
  });

  test('the code of what is seen', async () => {
    const opened = await open('#v=1&normalization=batch');
    const { page } = opened;
    await page.getByRole('button', { name: 'Code' }).click();
    const code = page.getByRole('region', { name: 'Code' });
    expect(await code.textContent()).toBe(keratinCode({ ...standardState, normalization: 'batch' }));
    await page.getByRole('tab', { name: 'Keras (Python)' }).click();
    expect(await code.textContent()).toContain('keras.layers.BatchNormalization(momentum=0.9)');
    await opened.expectSound();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await opened.close();
  });

  test('once it is loaded it asks nobody for anything', async () => {
    const opened = await browser().open('about:blank');
    const { page } = opened;
    const asked: string[] = [];
    page.context().on('request', (request) => asked.push(request.url()));
    await page.goto(`${host.address}/playground.html`);
    await reaches(opened, 'Epoch', 1);
    expect(asked.filter((url) => !url.startsWith(host.address))).toEqual([]);
    await page.context().setOffline(true);
    const loaded = asked.length;
    await page.getByLabel('Data', { exact: true }).selectOption({ label: 'Digits' });
    await page.getByRole('img', { name: /^Images for testing/ }).waitFor();
    await reaches(opened, 'Epoch', 1);
    // The browser fetches the page's icon when it likes.
    expect(asked.slice(loaded).filter((url) => !/^data:|icon/.test(url))).toEqual([]);
    await opened.close();
  });

  test('it also runs where memory may be shared, and with less motion', async () => {
    const isolated = await StaticHost.serve(pages(), { isolated: true });
    try {
      const opened = await browser().open('about:blank');
      await opened.page.emulateMedia({ reducedMotion: 'reduce' });
      await opened.page.goto(`${isolated.address}/playground.html#v=1&data=circles`);
      expect(await opened.page.evaluate(() => crossOriginIsolated)).toBe(true);
      await reaches(opened, 'Test accuracy', 98);
      expect(opened.errors).toEqual([]);
      await opened.close();
    } finally {
      await isolated.close();
    }
  });
});
