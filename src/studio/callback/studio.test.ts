import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Callback } from '../../callbacks/index.ts';
import * as layers from '../../layers/index.ts';
import { Sequential } from '../../models/index.ts';
import * as ops from '../../ops/index.ts';
import { setRandomSeed } from '../../utils/set-random-seed.ts';
import { type Posts, type Questions, questionUrl, tokenHeader, unpackFloats } from '../protocol/index.ts';
import { Store } from '../store/store.ts';
import { Studio } from './studio.ts';

let logs = '';
vi.mock('../server/page-folder.ts', () => ({ pageFolder: async () => tmpdir() }));
vi.spyOn(console, 'log').mockImplementation(() => {});

beforeAll(async () => {
  logs = await mkdtemp(join(tmpdir(), 'keratin-live-'));
});
afterAll(async () => {
  await new Studio({ logDir: logs }).close();
  await rm(logs, { recursive: true });
});

const x = Array.from({ length: 60 }, (_, i) => [Math.sin(i), Math.cos(i), Math.sin(3 * i), 0.1 * i - 3]);
const y = x.map(([a = 0, b = 0]) => (a > 0 ? (b > 0 ? 0 : 1) : 2));

/** Six sigmoid layers: the doctor has something to say. */
function deepNet(): Sequential {
  setRandomSeed(7);
  const model = new Sequential([
    new layers.Input({ shape: [4] }),
    ...Array.from({ length: 6 }, (_, i) => new layers.Dense(12, { activation: 'sigmoid', name: `hidden_${i}` })),
    new layers.Dense(3, { activation: 'softmax', name: 'output' }),
  ]);
  model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}

const base = (studio: Studio) => (studio.url ?? '').replace(/\/#.*$/, '');

async function ask<Q extends keyof Questions>(
  studio: Studio,
  name: Q,
  given: Questions[Q]['ask'],
): Promise<Questions[Q]['answer']> {
  const response = await fetch(base(studio) + questionUrl(name, given));
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body as Questions[Q]['answer'];
}

async function post<P extends keyof Posts>(studio: Studio, name: P, body: Posts[P]['ask']) {
  const token = /token=(.*)$/.exec(studio.url ?? '')?.[1] ?? '';
  const headers = { 'content-type': 'application/json', [tokenHeader]: token };
  const response = await fetch(`${base(studio)}/api/${name}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { run?: string; error?: string } };
}

/** Machines may be busy. */
const patience = { timeout: 60_000 };

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

/** Lets a test act between epochs. */
class Between extends Callback {
  readonly #act: (epoch: number) => Promise<void>;

  constructor(act: (epoch: number) => Promise<void>) {
    super();
    this.#act = act;
  }

  override async onEpochEnd(epoch: number): Promise<void> {
    await this.#act(epoch);
  }
}

describe('a training that is watched', () => {
  it('shows curves, vitals, findings, predictions and the graph, while it runs and afterwards', async () => {
    const studio = new Studio({ logDir: logs, name: 'deep', port: 0, every: 2, classNames: ['a', 'b', 'c'] });
    let during: Questions['run']['answer'] | null = null;
    const look = new Between(async (epoch) => {
      if (epoch === 1) during = await ask(studio, 'run', { run: 'deep' });
    });
    const options = { epochs: 3, batchSize: 10, validationSplit: 0.2, verbose: 0, callbacks: [studio, look] } as const;
    await deepNet().fit(x, y, options);
    expect(during).toMatchObject({ summary: { status: 'running', controllable: true, progress: { epochs: 3 } } });

    const { summary, series, histograms, texts, images } = await ask(studio, 'run', { run: 'deep' });
    expect(summary).toMatchObject({ status: 'ended', controllable: false, problems: [], progress: { epoch: 3 } });
    expect(summary.hyperparameters).toMatchObject({ optimizer: 'SGD', batch_size: 10, activation: 'sigmoid, softmax' });
    expect(summary.metrics.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['loss', 'accuracy', 'val_loss', 'val_accuracy']),
    );
    expect(summary.findings.fault).toBeGreaterThan(0);
    expect(series.find(({ tag }) => tag === 'batch_loss')?.count).toBe(8);
    expect(histograms.map(({ tag }) => tag)).toEqual(
      expect.arrayContaining(['activations/hidden_0', 'gradients/output', 'sequential/hidden_0/kernel/histogram']),
    );
    expect(images.find(({ layer }) => layer === 'hidden_0')).toBeDefined();
    expect(texts.map(({ tag }) => tag)).toContain('doctor');

    const net = await ask(studio, 'vitals', { run: 'deep', quantity: 'gradientRms' });
    expect(net.layers.map(({ layer }) => layer)).toEqual([
      ...Array.from({ length: 6 }, (_, i) => `hidden_${i}`),
      'output',
    ]);
    expect(net.steps).toHaveLength(8);
    const relative = unpackFloats(net.relative);
    // The gradient vanishes downwards, and is what it is at the top.
    expect(relative[0]).toBeLessThan(-2);
    expect(relative.at(-1)).toBe(0);
    const more = await ask(studio, 'vitals', { run: 'deep', quantity: 'std', after: net.steps[5] ?? 0 });
    expect(more.steps).toEqual(net.steps.slice(6));

    const { findings, treatable } = await ask(studio, 'findings', { run: 'deep' });
    expect(treatable).toBe(true);
    expect(findings[0]?.remedies[0]?.diff.length).toBeGreaterThan(0);
    const { confusion, worst } = await ask(studio, 'predictions', { run: 'deep' });
    expect(confusion?.labels).toEqual(['a', 'b', 'c']);
    expect(confusion?.counts.flat().reduce((sum, n) => sum + n, 0)).toBe(12);
    expect(worst[0]?.index).toBeGreaterThanOrEqual(48);
    const graph = await ask(studio, 'graph', { run: 'deep' });
    expect(graph.nodes.filter(({ className }) => className === 'Dense')).toHaveLength(7);
    expect(graph.edges.length).toBeGreaterThanOrEqual(6);
  });

  it('starts the treated run beside it, on the same data', async () => {
    const studio = new Studio({ logDir: logs, name: 'ill', port: 0 });
    await deepNet().fit(x, y, { epochs: 2, batchSize: 10, verbose: 0, callbacks: [studio] });
    const { findings } = await ask(studio, 'findings', { run: 'ill' });
    const [found] = findings;
    const remedy = found?.remedies[0]?.name ?? '';
    const refused = await post(studio, 'treat', { run: 'ill', cause: found?.cause ?? '', remedy: 'prayer' });
    expect(refused).toMatchObject({ status: 409, body: { error: expect.stringContaining('prayer') } });
    const { status, body } = await post(studio, 'treat', { run: 'ill', cause: found?.cause ?? '', remedy });
    expect(status, body.error).toBe(200);
    const run = body.run ?? '';
    // A folder without its record yet counts as ended.
    const finished = { status: 'ended', treats: 'ill', progress: { epochs: 2 } };
    await expect.poll(async () => (await ask(studio, 'run', { run })).summary, patience).toMatchObject(finished);
    const { summary } = await ask(studio, 'run', { run });
    expect(summary.hyperparameters.activation).not.toContain('sigmoid');
  });

  it('is paused, resumed, slowed down and stopped from the page', async () => {
    const studio = new Studio({ logDir: logs, name: 'led', port: 0, doctor: false });
    const model = deepNet();
    let epochs = 0;
    const count = new Between(async (epoch) => {
      epochs = epoch + 1;
      await turn();
    });
    const training = model.fit(x, y, { epochs: 100_000, verbose: 0, callbacks: [studio, count] });
    await expect.poll(() => epochs, patience).toBeGreaterThan(1);
    expect((await post(studio, 'control', { run: 'led', action: 'learningRate', value: 0.125 })).status).toBe(200);
    expect(model.optimizer?.getLearningRate()).toBe(0.125);
    await post(studio, 'control', { run: 'led', action: 'pause' });
    await turn();
    const before = epochs;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(epochs - before).toBeLessThanOrEqual(1);
    await expect.poll(async () => (await ask(studio, 'run', { run: 'led' })).summary.status, patience).toBe('paused');
    await post(studio, 'control', { run: 'led', action: 'resume' });
    await expect.poll(() => epochs, patience).toBeGreaterThan(before + 2);
    await post(studio, 'control', { run: 'led', action: 'stop' });
    await training;
    expect((await post(studio, 'control', { run: 'led', action: 'pause' })).status).toBe(404);
    await expect.poll(async () => (await ask(studio, 'run', { run: 'led' })).summary.status, patience).toBe('ended');
  });

  it('goes on, and is logged, when its page can be served no longer', async () => {
    const studio = new Studio({ logDir: logs, name: 'alone', port: 0, doctor: false });
    const end = new Between(async (epoch) => {
      if (epoch === 1) await studio.close();
    });
    const { history } = await deepNet().fit(x, y, { epochs: 4, verbose: 0, callbacks: [studio, end] });
    expect(history.loss).toHaveLength(4);
    const store = new Store(logs);
    await store.refresh();
    const run = store.run('alone');
    expect([run?.status, run?.events.seriesOf('epoch_loss')[0]?.count]).toEqual(['ended', 4]);
  });

  it('says so when it fails', async () => {
    const studio = new Studio({ logDir: logs, name: 'failed', serve: false, doctor: false });
    const fail = new Between(() => Promise.reject(new Error('on purpose')));
    await expect(deepNet().fit(x, y, { verbose: 0, callbacks: [studio, fail] })).rejects.toThrow('on purpose');
    const record = async () => JSON.parse(await readFile(join(logs, 'failed', 'run.json'), 'utf8'));
    await expect.poll(record, patience).toMatchObject({ status: 'interrupted' });
    expect(studio.url).toBeNull();
    await expect(studio.serve()).rejects.toThrow('serve before fit');
  });

  it('trains on batches, models that are no plain data, and without a name', async () => {
    const studio = new Studio({ logDir: logs, serve: false });
    // A function without a name can't be written down, so this model has no graph and no remedies.
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const batches = [[x.slice(0, 10), y.slice(0, 10)] as const];
    const [unnamed = 'ones'] = [(shape: readonly number[]) => ops.ones(shape)];
    const model = new Sequential([
      new layers.Input({ shape: [4] }),
      new layers.Dense(3, { activation: 'softmax', kernelInitializer: unnamed }),
    ]);
    model.compile({ optimizer: 'sgd', loss: 'sparse_categorical_crossentropy' });
    await model.fit(() => batches[Symbol.iterator](), { epochs: 1, verbose: 0, callbacks: [studio] });
    expect(warn).toHaveBeenCalledOnce();
    expect(studio.name).toMatch(/^\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d/);
    const files = await readdir(join(logs, studio.name ?? ''));
    expect(files).toContain('vitals.jsonl');
    expect(files).not.toContain('model.json');
    expect(studio.records).toHaveLength(1);
  });
});

describe('a training that is killed', () => {
  it('leaves a run that can be read, and is known to be interrupted', async () => {
    const script = join(import.meta.dirname, 'testing/logged-training.ts');
    const child = spawn(process.execPath, [script, logs], { stdio: 'inherit' });
    const store = new Store(logs);
    try {
      await expect
        .poll(async () => {
          await store.refresh();
          return store.run('killed')?.events.seriesOf('epoch_loss')[0]?.count ?? 0;
        }, patience)
        .toBeGreaterThan(3);
      expect(store.run('killed')?.status).toBe('running');
    } finally {
      child.kill('SIGKILL');
    }
    await once(child, 'exit');
    const fresh = new Store(logs);
    await fresh.refresh();
    const run = fresh.run('killed');
    expect(run?.status).toBe('interrupted');
    expect(run?.problems).toEqual([]);
    expect(run?.vitals.count).toBeGreaterThan(3);
    expect(run?.events.seriesOf('epoch_loss')[0]?.columns.values.every(Number.isFinite)).toBe(true);
  });
});

describe('Studio', () => {
  it.each([
    ['8 times in each of many epochs', 1719, 10, 80],
    ['24 times in few epochs', 1719, 1, 24],
    ['24 times in a single long epoch', 100_000, 1, 24],
    ['50 steps apart where epochs are short', 120, 20, 48],
    ['20 times in a short training', 40, 3, 20],
    ['20 times in epochs of one step', 1, 200, 20],
    ['at each of very few steps', 2, 3, 6],
    ['50 steps apart where nobody knows how long epochs are', null, 2, 20],
  ])('samples the vitals %s', (_, steps, epochs, count) => {
    const studio = new Studio();
    studio.setParams({ verbose: 0, epochs, steps });
    const [sampler] = studio.samplers;
    const all = Array.from({ length: (steps ?? 500) * epochs }, (_unused, step) => step);
    expect(all.filter((step) => sampler?.sampleAt(step, 0) !== null)).toHaveLength(count);
  });

  it('samples the vitals as often as it is told', () => {
    const studio = new Studio({ every: 7 });
    studio.setParams({ verbose: 0, epochs: 1, steps: 20 });
    const [sampler] = studio.samplers;
    expect([0, 7, 10, 14].map((step) => sampler?.sampleAt(step, 0) !== null)).toEqual([true, true, false, true]);
  });

  it('refuses what it does not know', () => {
    // @ts-expect-error a misspelt option
    expect(() => new Studio({ logdir: 'x' })).toThrow('logDir');
    expect(() => new Studio({ logDir: '' })).toThrow('`logDir`');
    expect(() => new Studio({ name: '../up' })).toThrow('`name`');
    expect(() => new Studio({ name: '/root' })).toThrow('`name`');
    expect(() => new Studio({ name: 'a/../../b' })).toThrow('`name`');
    expect(() => new Studio({ port: 70_000 })).toThrow('`port`');
    expect(() => new Studio({ every: 0 })).toThrow('`every`');
    // @ts-expect-error no list
    expect(() => new Studio({ classNames: 'abc' })).toThrow('`classNames`');
  });
});
