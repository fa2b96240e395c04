import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { graphAt, histogramAt, imageAt, textAt } from '../events/located-values.ts';
import {
  type EmbeddingAnswer,
  type GraphAnswer,
  type HistogramsAnswer,
  isQuantity,
  type Questions,
  quantities,
} from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';
import { readEmbedding } from '../store/embeddings.ts';
import type { Shelf } from '../store/event-log.ts';
import { histogramGrid, type StepHistogram, withEdges } from '../store/histogram-grid.ts';
import { kerasGraph, operationGraph } from '../store/model-graph.ts';
import { netView } from '../store/net-view.ts';
import { runDetail, runSummary } from '../store/run-summary.ts';
import type { Store } from '../store/store.ts';
import type { StoredRun } from '../store/stored-run.ts';
import { badRequest, notFound } from './http-error.ts';
import type { LiveRuns } from './live-runs.ts';
import type { Query } from './query.ts';
import { scalarSeries } from './scalar-series.ts';

/** Histograms of one tag in an answer, evenly chosen. */
const MOST_HISTOGRAMS = 200;
const MOST_TEXTS = 100;
const MOST_NODES = 3000;
const MOST_RUNS = 500;

/** What questions are answered from. */
export interface Sources {
  readonly store: Store;
  readonly live: LiveRuns;
  /** The log folder in the user's words. */
  readonly folder: string;
}

type Answer<Q extends keyof Questions> = (sources: Sources, query: Query) => Promise<Questions[Q]['answer']>;

async function runOf({ store }: Sources, query: Query): Promise<StoredRun> {
  const id = query.text('run');
  const run = await store.complete(id);
  if (run === null) throw notFound(`There is no run ${JSON.stringify(id.slice(0, 200))} in this folder.`);
  return run;
}

/** Evenly chosen elements, the last among them. */
function some<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  const last = list.length - 1;
  return Array.from({ length: most }, (_, i) => list[Math.round((i * last) / (most - 1))]).filter(
    (one) => one !== undefined,
  );
}

function shelfOf(run: StoredRun, kind: Shelf['kind'], query: Query): Shelf {
  const tag = query.text('tag');
  const shelf = run.events.shelfOf(kind, tag, query.part());
  if (shelf === null) throw notFound(`The run has no ${kind} of the tag ${JSON.stringify(tag.slice(0, 200))}.`);
  return shelf;
}

async function histograms(run: StoredRun, query: Query): Promise<HistogramsAnswer> {
  const tag = query.text('tag');
  const bins = query.count('bins', 2, 512, 40);
  const inVitals = /^(activation|gradient)s\/(.*)$/s.exec(tag);
  const place = run.vitals.layers.findIndex(({ layer }) => layer === inVitals?.[2]);
  let list: (StepHistogram | null)[];
  let part = query.part() ?? 'train';
  if (inVitals !== null && place >= 0) {
    const taken = some(run.vitals.histograms[place] ?? [], MOST_HISTOGRAMS);
    list = taken.map(({ step, activation, gradient }) =>
      withEdges(step, inVitals[1] === 'activation' ? activation : gradient),
    );
  } else {
    const shelf = shelfOf(run, 'histogram', query);
    part = shelf.part;
    list = await Promise.all(
      some(shelf.values, MOST_HISTOGRAMS).map(async (filed) => {
        const histogram = await histogramAt(filed.path, filed);
        return histogram && { step: filed.step, ...histogram };
      }),
    );
  }
  const found = list.filter((one) => one !== null);
  return { run: run.place.id, tag, part, ...histogramGrid(found, bins) };
}

async function graph(run: StoredRun): Promise<GraphAnswer> {
  const id = run.place.id;
  if (run.place.names.has(runFiles.model)) {
    const own = kerasGraph(await readFile(join(run.place.folder, runFiles.model), 'utf8').catch(() => ''));
    if (own !== null) return { run: id, ...own };
  }
  const keras = run.events.shelfOf('keras-graph', null, null)?.values.at(-1);
  const text = keras === undefined ? null : await textAt(keras.path, keras);
  const found = text === null ? null : kerasGraph(text);
  if (found !== null) return { run: id, ...found };
  const operations = run.events.shelfOf('graph', null, null)?.values.at(-1);
  if (operations === undefined) throw notFound('The run has no graph.');
  return { run: id, ...operationGraph(await graphAt(operations.path, operations, MOST_NODES)) };
}

async function embedding(run: StoredRun, query: Query): Promise<EmbeddingAnswer> {
  const name = query.text('name');
  const place = run.embeddings.find((one) => one.name === name);
  if (place === undefined) throw notFound(`The run has no embedding ${JSON.stringify(name.slice(0, 200))}.`);
  const step = run.record?.epoch ?? 0;
  return { run: run.place.id, step, ...(await readEmbedding(run.place.folder, place)) };
}

/** The address of a picture. */
const pictureUrl = (kind: 'image' | 'sample', parameters: Readonly<Record<string, string | number>>): string =>
  `/api/${kind}?${new URLSearchParams(Object.entries(parameters).map(([key, value]) => [key, String(value)]))}`;

/** Every question with its answer. */
export const answers: { readonly [Q in keyof Questions]: Answer<Q> } = {
  runs: async ({ store, live, folder }) => {
    const runs = store.runs
      .map((run) => runSummary(run, live.has(run.place.id)))
      .sort((a, b) => b.started - a.started || (a.id < b.id ? -1 : 1));
    return { folder, runs };
  },
  run: async (sources, query) => {
    const run = await runOf(sources, query);
    return runDetail(run, sources.live.has(run.place.id));
  },
  scalars: async ({ store }, query) => {
    const tag = query.text('tag');
    const ids = query.list('runs');
    if (ids.length === 0 || ids.length > MOST_RUNS) throw badRequest(`\`runs\` must name 1 to ${MOST_RUNS} runs.`);
    const window = {
      from: query.number('from', -Number.MAX_VALUE, Number.MAX_VALUE) ?? Number.NEGATIVE_INFINITY,
      to: query.number('to', -Number.MAX_VALUE, Number.MAX_VALUE) ?? Number.POSITIVE_INFINITY,
      points: query.count('points', 4, 100_000, 1000),
    };
    const runs = await Promise.all(ids.map((id) => store.complete(id)));
    return {
      series: runs.flatMap((run) =>
        run === null ? [] : run.events.seriesOf(tag).map((series) => scalarSeries(run.place.id, series, window)),
      ),
    };
  },
  vitals: async (sources, query) => {
    const quantity = query.text('quantity');
    if (!isQuantity(quantity))
      throw badRequest(
        `\`quantity\` must be one of ${Object.keys(quantities).join(', ')}. Received: ${quantity.slice(0, 80)}`,
      );
    const run = await runOf(sources, query);
    const samples = query.count('samples', 1, 20_000, 5000);
    const after = query.number('after', 0, Number.MAX_SAFE_INTEGER);
    return netView(run.place.id, run.vitals, { quantity, samples, after });
  },
  histograms: async (sources, query) => histograms(await runOf(sources, query), query),
  images: async (sources, query) => {
    const run = await runOf(sources, query);
    const { tag, part, values } = shelfOf(run, 'image', query);
    const images = await Promise.all(
      some(values, MOST_HISTOGRAMS).map(async (filed) => {
        const image = await imageAt(filed.path, filed);
        const url = pictureUrl('image', { run: run.place.id, tag, part, step: filed.step });
        return image && { step: filed.step, width: image.width, height: image.height, url };
      }),
    );
    return { run: run.place.id, tag, part, images: images.filter((image) => image !== null) };
  },
  texts: async (sources, query) => {
    const run = await runOf(sources, query);
    const { tag, part, values } = shelfOf(run, 'text', query);
    const texts = await Promise.all(
      some(values, MOST_TEXTS).map(async (filed) => ({
        step: filed.step,
        text: (await textAt(filed.path, filed)) ?? '',
      })),
    );
    return { run: run.place.id, tag, part, texts };
  },
  graph: async (sources, query) => graph(await runOf(sources, query)),
  findings: async (sources, query) => {
    const run = await runOf(sources, query);
    return { run: run.place.id, findings: run.findings, treatable: sources.live.treatable(run.place.id) };
  },
  predictions: async (sources, query) => {
    const run = await runOf(sources, query);
    if (run.predictions === null) throw notFound('The run has no predictions.');
    const { worst, ...rest } = run.predictions;
    const withUrl = worst.map((sample) => ({
      ...sample,
      image: sample.image === null ? null : pictureUrl('sample', { run: run.place.id, name: sample.image }),
    }));
    return { run: run.place.id, ...rest, worst: withUrl };
  },
  embedding: async (sources, query) => embedding(await runOf(sources, query), query),
};
