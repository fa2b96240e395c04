import type { Part, Progress, RunDetail, RunSummary, TagInfo } from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';
import type { Series, Shelf } from './event-log.ts';
import type { StoredRun } from './stored-run.ts';

/** Sentences about one run's files in a list. */
const MOST_PROBLEMS = 10;

const lastOf = ({ columns }: Series): number | null => {
  const last = columns.values.at(-1);
  return last !== undefined && Number.isFinite(last) ? last : null;
};

const find = (run: StoredRun, tag: string, part: Part): Series | undefined =>
  run.events.series.find((series) => series.tag === tag && series.part === part);

function progressOf(run: StoredRun): Progress {
  const { record } = run;
  if (record === null) {
    const epoch = find(run, 'epoch_loss', 'train')?.count ?? 0;
    return { epoch, epochs: null, step: null, steps: null, secondsLeft: null };
  }
  const { epoch, epochs, step, steps, secondsLeft } = record;
  const going = run.status === 'running' || run.status === 'paused';
  return { epoch, epochs, step, steps, secondsLeft: going ? secondsLeft : null };
}

/**
 * What the list shows of a run.
 *
 * @param controllable whether it is a training of this process, which goes on whatever its files say by now
 */
export function runSummary(run: StoredRun, controllable: boolean): RunSummary {
  const { record, notes, events, findings } = run;
  const over = run.status === 'ended' || run.status === 'interrupted';
  const rate = find(run, 'epoch_learning_rate', 'train');
  const count = (severity: string): number => findings.filter((found) => found.severity === severity).length;
  return {
    id: run.place.id,
    name: notes.name || (run.place.id.split('/').at(-1) ?? run.place.id),
    tags: notes.tags,
    notes: notes.notes,
    status: controllable && over ? 'running' : run.status,
    started: record?.started ?? (events.firstTime === null ? events.changed : 1000 * events.firstTime),
    updated: Math.max(record?.updated ?? 0, events.changed),
    progress: progressOf(run),
    hyperparameters: { ...events.hyperparameters, ...record?.hyperparameters },
    metrics: run.metrics,
    findings: { note: count('note'), warning: count('warning'), fault: count('fault') },
    problems: run.problems.slice(0, MOST_PROBLEMS),
    controllable,
    learningRate: record?.learningRate ?? (rate === undefined ? null : lastOf(rate)),
    treats: record?.treats ?? null,
  };
}

/** The layer that a tag such as `sequential/dense/kernel/histogram` or `activations/dense` shows. */
function layerOf(run: StoredRun, tag: string): string | null {
  const rows = run.vitals.layers;
  const path = rows.find((row) => row.path !== '' && tag.startsWith(`${row.path}/`));
  if (path !== undefined) return path.layer;
  return rows.find(({ layer }) => tag.split('/').includes(layer))?.layer ?? null;
}

const tagInfo = (run: StoredRun, { tag, part, count, values }: Shelf): TagInfo => ({
  tag,
  part,
  count,
  lastStep: values.at(-1)?.step ?? 0,
  layer: layerOf(run, tag),
});

/** Histograms of activations and gradients that the vitals hold. */
function vitalsHistograms({ vitals }: StoredRun): TagInfo[] {
  return vitals.layers.flatMap(({ layer }, place) => {
    const taken = vitals.histograms[place] ?? [];
    const info = { part: 'train' as const, count: taken.length, lastStep: taken.at(-1)?.step ?? 0, layer };
    return taken.length === 0
      ? []
      : [
          { tag: `activations/${layer}`, ...info },
          { tag: `gradients/${layer}`, ...info },
        ];
  });
}

/** What there is to see of a run. */
export function runDetail(run: StoredRun, controllable: boolean): RunDetail {
  const { events, vitals } = run;
  const shelves = (kind: Shelf['kind']): TagInfo[] =>
    events.shelves.filter((shelf) => shelf.kind === kind).map((shelf) => tagInfo(run, shelf));
  const inVitals = vitalsHistograms(run);
  // Who logs vitals and event files has the same signals twice: the vitals' are on the same line of time as the rest.
  const isTwin = ({ tag }: TagInfo): boolean => inVitals.some((one) => tag === `${one.tag}/histogram`);
  return {
    summary: runSummary(run, controllable),
    series: events.series.map((series) => ({
      tag: series.tag,
      part: series.part,
      count: series.count,
      lastStep: series.columns.steps.at(-1) ?? 0,
      last: lastOf(series),
    })),
    histograms: [...inVitals, ...shelves('histogram').filter((tag) => !isTwin(tag))],
    images: shelves('image'),
    texts: shelves('text'),
    vitalsSamples: vitals.count,
    hasGraph:
      run.place.names.has(runFiles.model) ||
      events.shelves.some(({ kind }) => kind === 'graph' || kind === 'keras-graph'),
    hasPredictions: run.predictions !== null,
    embeddings: run.embeddings.map(({ name }) => name),
  };
}
