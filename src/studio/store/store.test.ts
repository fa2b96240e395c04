import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventFile } from '../../callbacks/tensorboard/event-file.ts';
import { histogramValue, scalarValue } from '../../callbacks/tensorboard/summary-values.ts';
import { unpackFloats } from '../protocol/index.ts';
import { runs } from '../protocol/testing/fixture.ts';
import { runsCsv } from '../server/runs-csv.ts';
import { downsample, lowerBound } from './downsample.ts';
import { projectorConfig, readEmbedding } from './embeddings.ts';
import { findRuns } from './find-runs.ts';
import { histogramGrid, withEdges } from './histogram-grid.ts';
import { kerasGraph, operationGraph } from './model-graph.ts';
import { runDetail } from './run-summary.ts';
import { Store } from './store.ts';

let logs = '';
beforeEach(async () => {
  logs = await mkdtemp(join(tmpdir(), 'keratin-store-'));
});
afterEach(() => rm(logs, { recursive: true }));

async function writeCurve(folder: string, values: readonly number[], from = 0): Promise<void> {
  const file = new EventFile(join(logs, folder));
  values.forEach((value, i) => {
    file.add(from + i, scalarValue('loss', value));
  });
  await file.flush();
}

describe('findRuns', () => {
  it('takes folders with event files as runs, and train and validation as their parts', async () => {
    await writeCurve('a/train', [1]);
    await writeCurve('a/validation', [1]);
    await writeCurve('b/c', [1]);
    await writeCurve('.hidden', [1]);
    await mkdir(join(logs, 'empty'));
    await symlink(join(logs, 'b'), join(logs, 'link'));
    const found = await findRuns(logs);
    expect(found.map(({ id, events }) => [id, events.map(({ part }) => part)])).toEqual([
      ['a', ['train', 'validation']],
      ['b/c', ['']],
    ]);
    expect(await findRuns(join(logs, 'absent'))).toEqual([]);
  });
});

describe('Store', () => {
  it('follows runs, and forgets those whose folders are gone', async () => {
    const store = new Store(logs);
    await writeCurve('a', [3, 2]);
    await store.refresh();
    const seen: unknown[] = [];
    store.subscribe(({ runs: changed, gone }) => {
      for (const { scalars } of changed.values()) seen.push(...scalars.map(({ from, restarted }) => [from, restarted]));
      seen.push(...gone);
    });
    await store.refresh();
    expect(seen).toEqual([]);
    await writeCurve('a', [1], 2);
    await store.refresh();
    await rm(join(logs, 'a'), { recursive: true });
    await store.refresh();
    expect(seen).toEqual([[2, false], 'a']);
    expect(store.runs).toEqual([]);
  });

  it('shows the beginning of long files at once, reads the rest behind that, and at once what somebody asks for', async () => {
    const long = Array.from({ length: 4000 }, (_, i) => i);
    for (const name of ['a', 'b', 'c']) await writeCurve(name, long);
    await writeCurve('short', [2, 1]);
    const store = new Store(logs);
    const streamed: string[] = [];
    store.subscribe(({ runs: changed }) => {
      for (const [run, { scalars }] of changed) streamed.push(...scalars.map(() => run.place.id));
    });
    await store.opened(60_000, 0);
    expect(store.runs.map(({ place, behind }) => [place.id, behind])).toEqual([
      ['a', true],
      ['b', true],
      ['c', true],
      ['short', false],
    ]);
    // How a curve ends isn't known yet.
    expect(store.run('a')?.metrics).toEqual([]);
    const [b] = (await store.complete('b'))?.events.seriesOf('loss') ?? [];
    expect(b?.count).toBe(long.length);
    expect(store.run('b')?.metrics).toMatchObject([{ last: 3999 }]);
    await expect.poll(() => store.runs.every((run) => !run.behind)).toBe(true);
    expect([...(store.run('c')?.events.seriesOf('loss')[0]?.columns.steps ?? [])]).toEqual(long);
    // What was there before is not told as news; what comes now is, however much it is.
    expect(streamed).toEqual(['short']);
    await writeCurve('c', long, 4000);
    await store.refresh();
    await expect.poll(() => store.run('c')?.events.seriesOf('loss')[0]?.count).toBe(8000);
    expect(streamed.filter((id) => id === 'c').length).toBeGreaterThan(1);
    store.close();
  });

  it('forgets files that vanish while they are read', async () => {
    await writeCurve(
      'a/train',
      Array.from({ length: 4000 }, (_, i) => i),
    );
    await writeCurve('a/validation', [1]);
    const store = new Store(logs);
    await store.opened(60_000, 0);
    await rm(join(logs, 'a/train'), { recursive: true });
    await store.refresh();
    await expect.poll(() => store.run('a')?.behind).toBe(false);
    store.close();
  });

  it('lets a training that begins anew in a folder replace what came later there', async () => {
    await writeCurve('a', [5, 4, 3, 2]);
    const store = new Store(logs);
    await store.refresh();
    await writeCurve('a', [10, 9], 1);
    await store.refresh();
    const [series] = store.run('a')?.events.seriesOf('loss') ?? [];
    expect([...(series?.columns.values ?? [])]).toEqual([5, 10, 9]);
    expect(series?.count).toBe(3);
  });

  it('says which files it cannot read, and shows the rest', async () => {
    await writeCurve('a', [1]);
    await writeFile(join(logs, 'a', 'run.json'), '{"version": 1}');
    await writeFile(join(logs, 'a', 'findings.json'), '{');
    await writeFile(join(logs, 'a', 'vitals.jsonl'), 'nonsense\n{"version":1}\n');
    await appendFile(join(logs, 'a', 'events.out.tfevents.x'), 'no event file, but long enough to be sure of that');
    const store = new Store(logs);
    await store.refresh();
    const problems = store.run('a')?.problems.join('\n') ?? '';
    for (const part of [
      'run.json is not as expected: status',
      'findings.json can',
      '2 lines of the vitals',
      'Corrupt at byte 0',
    ])
      expect(problems).toContain(part);
    expect(store.run('a')?.metrics).toMatchObject([{ name: 'loss', last: 1 }]);
  });

  it('shows signals that vitals and event files both have once', async () => {
    const file = new EventFile(join(logs, 'a', 'train'));
    for (const tag of ['activations/hidden/histogram', 'gradients/other/histogram', 'net/hidden/kernel/histogram'])
      file.add(0, histogramValue(tag, [0, 1, 2]));
    await file.flush();
    const histogram = { low: 0, high: 1, counts: [1, 2] };
    const layer = {
      layer: 'hidden',
      path: 'net/hidden',
      activation: 'relu',
      units: 3,
      histograms: { activation: histogram, gradient: histogram },
    };
    const line = JSON.stringify({ version: 1, step: 0, epoch: 0, layers: [layer], weights: [] });
    await writeFile(join(logs, 'a', 'vitals.jsonl'), `${line}\n`);
    const store = new Store(logs);
    await store.refresh();
    const run = store.run('a');
    const tags = run === null ? [] : runDetail(run, false).histograms.map(({ tag, layer: of }) => [tag, of]);
    expect(tags).toEqual([
      ['activations/hidden', 'hidden'],
      ['gradients/hidden', 'hidden'],
      ['gradients/other/histogram', null],
      ['net/hidden/kernel/histogram', 'hidden'],
    ]);
  });

  it('knows a silent run, and one whose process is gone, to be interrupted', async () => {
    const record = {
      version: 1,
      started: 0,
      updated: Date.now(),
      process: { id: process.pid, host: 'elsewhere' },
      epoch: 1,
      epochs: 2,
      step: 0,
      steps: 3,
      secondsLeft: null,
      learningRate: null,
      hyperparameters: {},
      treats: null,
    };
    const write = async (id: string, changes: object): Promise<void> => {
      await mkdir(join(logs, id));
      await writeFile(join(logs, id, 'run.json'), JSON.stringify({ ...record, status: 'running', ...changes }));
    };
    await write('alive', {});
    await write('silent', { updated: Date.now() - 100_000 });
    await write('over', { status: 'ended', updated: 0 });
    const store = new Store(logs);
    await store.refresh();
    expect(store.runs.map(({ place, status }) => [place.id, status])).toEqual([
      ['alive', 'running'],
      ['over', 'ended'],
      ['silent', 'interrupted'],
    ]);
  });
});

describe('downsample', () => {
  it('keeps the ends, every peak, and what is not finite', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, i) => Math.sin(i / 500));
    values[1234] = 99;
    values[4321] = -99;
    values[7777] = Number.NaN;
    const places = downsample(values, 0, values.length, 100);
    expect(places.length).toBeLessThanOrEqual(100);
    for (const place of [0, 1234, 4321, 7777, 9999]) expect(places).toContain(place);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(downsample(values, 3, 6, 100)).toEqual([3, 4, 5]);
    expect(downsample(values, 6, 3, 100)).toEqual([]);
    expect(lowerBound([1, 3, 5], 4)).toBe(2);
  });
});

describe('histogramGrid', () => {
  it('spreads counts over common bins and loses none', () => {
    const one = withEdges(0, { low: 0, high: 1, counts: [4, 4] });
    const two = { step: 5, edges: [-1, 3], counts: [8] };
    const grid = histogramGrid(one === null ? [] : [one, two], 4);
    expect(grid).toMatchObject({ steps: [0, 5], low: -1, high: 3, lows: [0, -1], highs: [1, 3] });
    expect([...unpackFloats(grid.counts)]).toEqual([0, 8, 0, 0, 2, 2, 2, 2]);
    expect(withEdges(0, { low: Number.NaN, high: 1, counts: [1] })).toBeNull();
    expect(withEdges(0, { low: 2, high: 2, counts: [3] })?.edges).toEqual([1.5, 2.5]);
    expect(histogramGrid([], 4)).toMatchObject({ low: 0, high: 1 });
  });
});

describe('graphs', () => {
  it('reads nested, functional and foreign ones, and refuses what is none', () => {
    const call = (name: string) => [
      { args: [{ class_name: '__keras_tensor__', config: { keras_history: [name, 0, 0] } }] },
    ];
    const layers = [
      { class_name: 'InputLayer', name: 'x', config: { name: 'x', batch_shape: [null, 4] }, inbound_nodes: [] },
      { class_name: 'Dense', name: 'd', config: { units: 3, activation: 'relu' }, inbound_nodes: call('x') },
      {
        class_name: 'Sequential',
        name: 's',
        config: { name: 's', layers: [{ class_name: 'Dense', config: { name: 'inner' } }] },
        inbound_nodes: call('d'),
      },
    ];
    const graph = kerasGraph(JSON.stringify({ class_name: 'Functional', config: { name: 'net', layers } }));
    expect(graph?.nodes.map(({ id, inside, layer }) => [id, inside, layer])).toEqual([
      ['x', null, null],
      ['d', null, 'd'],
      ['s', null, null],
      ['s/inner', 's', 'inner'],
    ]);
    expect(graph?.edges).toEqual([
      { from: 'x', to: 'd' },
      { from: 'd', to: 's' },
    ]);
    expect(graph?.nodes[1]?.details).toEqual([
      ['units', '3'],
      ['activation', 'relu'],
    ]);
    for (const text of ['', '[]', '{"config": 3}']) expect(kerasGraph(text)).toBeNull();
    const foreign = operationGraph([
      { name: 'a', op: 'Const', inputs: [] },
      { name: 'scope/b', op: 'Add', inputs: ['^a', 'a:1', 'gone'] },
    ]);
    expect(foreign.edges).toEqual([
      { from: 'a', to: 'scope/b' },
      { from: 'a', to: 'scope/b' },
    ]);
  });
});

describe('embeddings', () => {
  it('are projected on their principal components, and never read from elsewhere', async () => {
    const config = (path: string) => `embeddings { tensor_name: "e" tensor_path: "${path}" metadata_path: "l.tsv" }`;
    await writeFile(join(logs, 't.tsv'), '1\t1\t0\n-1\t-1\t0\n2\t2\t0.1\n-2\t-2\t-0.1\n');
    await writeFile(join(logs, 'l.tsv'), 'a\nb\nc\nd\n');
    const [place] = projectorConfig(config('t.tsv'));
    const found = place && (await readEmbedding(logs, place));
    expect(found).toMatchObject({ labels: ['a', 'b', 'c', 'd'], count: 4, dimensions: 3 });
    expect(found?.explained[0]).toBeGreaterThan(0.99);
    const points = unpackFloats(found?.points ?? '');
    expect(Math.abs((points[0] ?? 0) - (points[2] ?? 0))).toBeCloseTo(2 * Math.SQRT2, 2);
    for (const path of ['../t.tsv', '/etc/passwd', 'a/../../t.tsv', 'C:x'])
      expect(projectorConfig(config(path))).toEqual([]);
    await symlink('/etc/passwd', join(logs, 'link.tsv'));
    const [link] = projectorConfig(config('link.tsv'));
    expect(link && (await readEmbedding(logs, link)).count).toBe(0);
  });
});

describe('runsCsv', () => {
  it('quotes, and disarms formulas', () => {
    const strange = runs.runs
      .filter(({ id }) => id === 'sigmoid')
      .map((run) => ({ ...run, name: '=SUM(A1)', tags: ['a,b', 'say "x"'] }));
    const [head, line] = runsCsv(strange).split('\r\n');
    expect(head).toContain('activation,batch_size,learning_rate,optimizer,loss,best loss');
    expect(line).toContain(`sigmoid,'=SUM(A1),running,"a,b say ""x""",sigmoid,32,0.01,SGD,2.301`);
  });
});
