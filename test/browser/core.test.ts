import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as keratin from 'keratin';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layers, Sequential } from '../../src/index.ts';
import { describeInBrowser, type OpenPage } from './chromium.ts';
import { StaticHost } from './static-host.ts';

const root = join(import.meta.dirname, '../..');

/** What a user's page has: everything that `import 'keratin'` gives, bundled by Vite. */
declare const Keratin: typeof keratin;

async function bundle(folder: string): Promise<void> {
  await mkdir(join(folder, 'source'));
  const source = join(folder, 'source');
  await writeFile(join(source, 'index.html'), '<!doctype html><script type="module" src="./main.js"></script>');
  await writeFile(join(source, 'main.js'), "import * as keratin from 'keratin'; globalThis.Keratin = keratin;");
  await build({
    root: source,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { keratin: join(root, 'src/index.ts') } },
    build: { outDir: join(folder, 'page'), target: 'es2023' },
  });
}

describeInBrowser("import 'keratin' in a page", ({ browser }) => {
  let folder: string;
  let host: StaticHost;
  let opened: OpenPage;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keratin-core-'));
    await bundle(folder);
    const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(3, { name: 'from_node' })]);
    await model.save(join(folder, 'from-node.keras'));
    await copyFile(join(folder, 'from-node.keras'), join(folder, 'page/from-node.keras'));
    host = await StaticHost.serve(join(folder, 'page'));
    opened = await browser().open(`${host.address}/index.html`);
    await opened.page.waitForFunction(() => 'Keratin' in globalThis);
  }, 120_000);
  afterAll(async () => {
    await opened?.close();
    await host?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('it trains on WebAssembly, in the page itself', async () => {
    const trained = await opened.page.evaluate(async () => {
      const { Sequential, layers, optimizers, utils, config } = Keratin;
      utils.setRandomSeed(1);
      const model = new Sequential([
        new layers.Input({ shape: [2] }),
        new layers.Dense(8, { activation: 'elu', kernelInitializer: 'he_normal' }),
        new layers.Dense(1, { activation: 'sigmoid' }),
      ]);
      model.compile({
        optimizer: new optimizers.Adam({ learningRate: 0.05 }),
        loss: 'binary_crossentropy',
        metrics: ['accuracy'],
      });
      const x = Array.from({ length: 200 }, (_, i) => {
        const radius = 0.4 + 0.5 * (i % 2);
        return [radius * Math.cos(i), radius * Math.sin(i)];
      });
      const y = x.map((_, i) => [i % 2]);
      const { history } = await model.fit(x, y, { epochs: 60, verbose: 0 });
      return { backend: config.backend(), accuracy: history.accuracy?.at(-1) };
    });
    expect(trained).toEqual({ backend: 'wasm', accuracy: 1 });
  });

  test.each(['indexeddb://models/net.keras', 'opfs://models/net.keras', 'opfs://net.keras'])(
    '%s: a model is kept, found again after a reload, and goes on training',
    async (place) => {
      const kept = await opened.page.evaluate(async (address) => {
        const { Sequential, layers } = Keratin;
        const model = new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(3), new layers.Dense(1)]);
        model.compile({ optimizer: 'adam', loss: 'mse' });
        await model.fit([[0, 1]], [[1]], { verbose: 0 });
        await model.save(address);
        const refused = await model.save(address, { overwrite: false }).catch((error: Error) => error.message);
        return { refused, answer: await model.predict([[1, 2]]).then((y) => y.array()) };
      }, place);
      expect(kept.refused).toContain('There is a file already');
      await opened.page.reload();
      await opened.page.waitForFunction(() => 'Keratin' in globalThis);
      const found = await opened.page.evaluate(async (address) => {
        const model = await Keratin.models.loadModel(address);
        const answer = await model.predict([[1, 2]]).then((y) => y.array());
        const { history } = await model.fit([[0, 1]], [[1]], { verbose: 0 });
        return { answer, steps: history.loss?.length };
      }, place);
      expect(found).toEqual({ answer: kept.answer, steps: 1 });
    },
  );

  test('what is not there says so', async () => {
    const messages = await opened.page.evaluate(async () => {
      const load = (place: string) =>
        Keratin.models.loadModel(place).then(
          () => 'loaded',
          (error: Error) => error.message,
        );
      return {
        indexeddb: await load('indexeddb://nothing.keras'),
        opfs: await load('opfs://nothing/here.keras'),
        address: await load('nothing.keras'),
        saved: await new Keratin.Sequential([new Keratin.layers.Input({ shape: [1] }), new Keratin.layers.Dense(1)])
          .save('a/path.keras')
          .catch((error: Error) => error.message),
      };
    });
    expect(messages.indexeddb).toContain('indexeddb://nothing.keras');
    expect(messages.opfs).toContain('opfs://nothing/here.keras');
    expect(messages.address).toContain('HTTP status 404');
    expect(messages.saved).toContain('indexeddb://name or opfs://name');
  });

  test('weights alone are kept too', async () => {
    const weights = await opened.page.evaluate(async () => {
      const { Sequential, layers } = Keratin;
      const make = () => new Sequential([new layers.Input({ shape: [2] }), new layers.Dense(2)]);
      const [one, other] = [make(), make()];
      await one.saveWeights('opfs://some.weights.h5');
      await other.loadWeights('opfs://some.weights.h5');
      const values = (model: keratin.Sequential) => Promise.all(model.weights.map((weight) => weight.value.array()));
      return { one: await values(one), other: await values(other) };
    });
    expect(weights.other).toEqual(weights.one);
  });

  test('a model from Node opens from an address beside the page, and from a file that a person chose', async () => {
    const { page } = opened;
    const fetched = await page.evaluate(async () => {
      const model = await Keratin.models.loadModel('from-node.keras');
      return model.layers.map((layer) => layer.name);
    });
    expect(fetched).toEqual(['from_node']);
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      document.body.append(input);
    });
    await page.locator('input[type=file]').setInputFiles(join(folder, 'from-node.keras'));
    const chosen = await page.evaluate(async () => {
      const file = document.querySelector('input')?.files?.[0];
      if (file === undefined) throw new Error('no file');
      const model = await Keratin.models.loadModel(file);
      return model.countParams();
    });
    expect(chosen).toBe(9);
  });
});
