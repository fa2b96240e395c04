import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ValueKind } from '../events/event-delta.ts';
import type { Grown, MetricSummary, RunStatus, StudioFinding } from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';
import {
  findingsRecord,
  type NotesRecord,
  notesRecord,
  type PredictionsRecord,
  predictionsRecord,
  type RunRecord,
  runRecord,
} from '../run-folder/records.ts';
import { type EmbeddingPlace, projectorConfig } from './embeddings.ts';
import { EventLog, type EventNews, type Series } from './event-log.ts';
import type { RunPlace } from './find-runs.ts';
import { JsonFile } from './json-file.ts';
import { metricSummary } from './metric-summaries.ts';
import { VitalsLog } from './vitals-log.ts';

/** A training that has been silent for so long is taken to be gone: its record is renewed every few seconds. */
export const SILENCE = 60_000;

const grownBy: Readonly<Record<ValueKind, Grown>> = {
  histogram: 'histograms',
  image: 'images',
  text: 'texts',
  graph: 'graph',
  'keras-graph': 'graph',
};

/** What changed in a run. */
export interface RunNews {
  /** New points; none as long as a run is read that is longer than one look: whoever asks for it gets all of it. */
  readonly scalars: EventNews['scalars'];
  readonly grown: ReadonlySet<Grown>;
  readonly changed: boolean;
}

/** A run as its folder shows it. */
export class StoredRun {
  place: RunPlace;
  readonly events = new EventLog();
  readonly vitals: VitalsLog;
  readonly #record: JsonFile<RunRecord>;
  readonly #notes: JsonFile<NotesRecord>;
  readonly #findings: JsonFile<StudioFinding[]>;
  readonly #predictions: JsonFile<PredictionsRecord>;
  #projector = { seen: '', embeddings: [] as EmbeddingPlace[] };
  #vitalsProblem: string | null = null;
  #vitalsSeen = '';
  #status: RunStatus = 'ended';
  readonly #metrics = new Map<Series, { readonly count: number; readonly summary: MetricSummary | null }>();
  #busy: Promise<unknown> = Promise.resolve();
  #fresh = true;
  #caughtUp = false;

  constructor(place: RunPlace) {
    const file = (name: string): string => join(place.folder, name);
    this.place = place;
    this.vitals = new VitalsLog(file(runFiles.vitals));
    this.#record = new JsonFile(file(runFiles.record), runRecord);
    this.#notes = new JsonFile(file(runFiles.notes), notesRecord);
    this.#findings = new JsonFile(file(runFiles.findings), findingsRecord);
    this.#predictions = new JsonFile(file(runFiles.predictions), predictionsRecord);
  }

  get record(): RunRecord | null {
    return this.#record.value;
  }

  get notes(): NotesRecord {
    return this.#notes.value ?? { name: '', tags: [], notes: '' };
  }

  get findings(): readonly StudioFinding[] {
    return this.#findings.value ?? [];
  }

  get predictions(): PredictionsRecord | null {
    return this.#predictions.value;
  }

  get embeddings(): readonly EmbeddingPlace[] {
    return this.#projector.embeddings;
  }

  get status(): RunStatus {
    return this.#status;
  }

  get problems(): string[] {
    const files = [this.#record, this.#notes, this.#findings, this.#predictions].map(({ problem }) => problem);
    return [...this.events.problems, ...files, this.#vitalsProblem].filter((problem) => problem !== null);
  }

  /** Whether there is more in its files than has been read. */
  get behind(): boolean {
    return this.#fresh || this.events.behind;
  }

  /** Looks at the files, one look after the other. */
  refresh(budget = Number.POSITIVE_INFINITY): Promise<RunNews> {
    const look = this.#busy.then(() => this.#refresh(budget));
    this.#busy = look.catch(() => {});
    return look;
  }

  async #refresh(budget: number): Promise<RunNews> {
    const { names, events } = this.place;
    const grown = new Set<Grown>();
    const refreshed = async (file: JsonFile<unknown>, name: string): Promise<boolean> =>
      (names.has(name) || file.value !== null) && file.refresh();
    const first = this.#fresh;
    let changed = first;
    this.#fresh = false;
    changed = (await refreshed(this.#record, runFiles.record)) || changed;
    changed = (await refreshed(this.#notes, runFiles.notes)) || changed;
    if (await refreshed(this.#findings, runFiles.findings)) grown.add('findings');
    if (await refreshed(this.#predictions, runFiles.predictions)) grown.add('predictions');
    if (await this.#refreshVitals()) grown.add('vitals');
    if (await this.#refreshProjector()) grown.add('embeddings');
    const news = await this.events.refresh(events, budget);
    for (const kind of news.kinds) grown.add(grownBy[kind]);
    const status = await this.#findStatus();
    changed ||= status !== this.#status || news.scalars.length > 0 || grown.size > 0;
    this.#status = status;
    const { behind } = this.events;
    const live = this.#caughtUp || (first && !behind);
    this.#caughtUp ||= !behind;
    return { scalars: live ? news.scalars : [], grown, changed };
  }

  /** A file's state as a word, `''` when it isn't there. */
  async #state(name: string): Promise<string> {
    if (!this.place.names.has(name)) return '';
    const state = await stat(join(this.place.folder, name)).catch(() => null);
    return state === null ? '' : `${state.size} ${state.mtimeMs}`;
  }

  async #refreshVitals(): Promise<boolean> {
    const seen = await this.#state(runFiles.vitals);
    if (seen === this.#vitalsSeen || seen === '') return false;
    this.#vitalsSeen = seen;
    try {
      const grown = await this.vitals.refresh();
      this.#vitalsProblem = this.vitals.problem;
      return grown;
    } catch (error) {
      this.#vitalsProblem = `The vitals can't be read: ${error instanceof Error ? error.message : String(error)}.`;
      return false;
    }
  }

  async #refreshProjector(): Promise<boolean> {
    const seen = await this.#state(runFiles.projector);
    if (seen === this.#projector.seen) return false;
    const text = seen === '' ? '' : await readFile(join(this.place.folder, runFiles.projector), 'utf8').catch(() => '');
    this.#projector = { seen, embeddings: projectorConfig(text) };
    return true;
  }

  /** Foreign runs say nothing of themselves: they run as long as their files grow. */
  async #findStatus(): Promise<RunStatus> {
    const { record } = this;
    const now = Date.now();
    if (record === null) return now - this.events.changed < SILENCE ? 'running' : 'ended';
    if (record.status === 'ended' || record.status === 'interrupted') return record.status;
    const gone = record.process.host === hostname() && !isAlive(record.process.id);
    return gone || now - record.updated > SILENCE ? 'interrupted' : record.status;
  }

  /** Summaries of the curves that are metrics; none as long as nobody knows how they end. */
  get metrics(): MetricSummary[] {
    if (!this.#caughtUp) return [];
    return this.events.series.flatMap((series) => {
      let known = this.#metrics.get(series);
      if (known?.count !== series.count) {
        known = { count: series.count, summary: metricSummary(series.tag, series.part, series.columns) };
        this.#metrics.set(series, known);
      }
      return known.summary === null ? [] : [known.summary];
    });
  }
}

function isAlive(process_: number): boolean {
  try {
    // Signal 0 asks whether there is such a process.
    process.kill(process_, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
