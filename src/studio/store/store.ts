import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeFileAtomically } from '../../support/files/write-file.ts';
import type { RunId } from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';
import { type NotesRecord, notesRecord } from '../run-folder/records.ts';
import { findRuns } from './find-runs.ts';
import { type RunNews, StoredRun } from './stored-run.ts';

/** Bytes of each file that one look reads: what a training writes meanwhile, and the beginning of what was there before. */
const GLANCE = 64 << 10;
/** Bytes of one file that are read behind that, before others have their turn. */
const SLICE = 8 << 20;
/** A pause between looks is at least so many times as long as the last look: it may be a training's process. */
const REST = 20;
/** Milliseconds of reading large files until it is told what came of it. */
const TOLD_AFTER = 300;

/** What a look at the log folder showed. */
export interface StoreNews {
  readonly runs: ReadonlyMap<StoredRun, RunNews>;
  readonly gone: readonly RunId[];
}

/**
 * The runs of a log folder. The files are all there is: nothing is kept elsewhere, so whoever reads them again knows
 * the same.
 */
export class Store {
  readonly folder: string;
  readonly #runs = new Map<RunId, StoredRun>();
  readonly #listeners = new Set<(news: StoreNews) => void>();
  #looking: Promise<void> | null = null;
  #next: Promise<void> | null = null;
  /** When the last look ended; 0 before the first one. */
  #lookedAt = 0;
  #catchingUp = false;
  /** Runs that somebody waits for. */
  readonly #urgent = new Set<Promise<unknown>>();
  #watch: Promise<void> | null = null;
  #closed = false;

  constructor(folder: string) {
    this.folder = resolve(folder);
  }

  get runs(): readonly StoredRun[] {
    return [...this.#runs.values()];
  }

  run(id: RunId): StoredRun | null {
    return this.#runs.get(id) ?? null;
  }

  /** Calls a function with what each look shows that is new; what it returns ends that. */
  subscribe(listener: (news: StoreNews) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Looks at the folder: what is there when this is called has been seen when it resolves. Of large files that is the
   * beginning alone: the rest is read in the background, and at once when somebody asks for it (`complete`).
   */
  refresh(): Promise<void> {
    if (this.#looking === null) {
      this.#looking = this.#look().finally(() => {
        this.#looking = null;
      });
      return this.#looking;
    }
    // A look that is going on may be past what is new: all who ask meanwhile share the next one.
    this.#next ??= this.#looking
      .catch(() => {})
      .then(() => {
        this.#next = null;
        return this.refresh();
      });
    return this.#next;
  }

  /** Looks at one run alone, as whoever writes it may ask again and again; at all when it isn't known yet. */
  async look(id: RunId): Promise<void> {
    const run = this.run(id);
    await (run === null ? this.refresh() : this.#read(run, GLANCE));
  }

  /**
   * Waits until there has been a look, but not for longer than some milliseconds: there may be any number of runs.
   *
   * @param age milliseconds for which a look is good enough
   */
  async opened(patience: number, age: number): Promise<void> {
    if (performance.now() - this.#lookedAt <= age && this.#lookedAt > 0) return;
    const look = this.#looking ?? this.refresh();
    await Promise.race([look.catch(() => {}), setTimeout(patience, undefined, { ref: false })]);
  }

  async #look(): Promise<void> {
    const places = await findRuns(this.folder);
    const known = new Set(places.map(({ id }) => id));
    const gone = [...this.#runs.keys()].filter((id) => !known.has(id));
    for (const id of gone) this.#runs.delete(id);
    for (const place of places) {
      const run = this.#runs.get(place.id);
      if (run === undefined) this.#runs.set(place.id, new StoredRun(place));
      else run.place = place;
    }
    const news = new Map<StoredRun, RunNews>();
    for (const run of this.runs) {
      const one = await run.refresh(GLANCE);
      if (one.changed) news.set(run, one);
    }
    this.#lookedAt = performance.now();
    this.#tell({ runs: news, gone });
    if (!this.#catchingUp) void this.#catchUp();
  }

  /** Reads on in files that are longer than a look, those of the newest runs first. */
  async #catchUp(): Promise<void> {
    this.#catchingUp = true;
    // What can't be read now has its next turn at the next look.
    const failed = new Set<StoredRun>();
    for (;;) {
      const behind = this.runs
        .filter((run) => run.behind && !failed.has(run))
        .sort((a, b) => (b.events.firstTime ?? 0) - (a.events.firstTime ?? 0));
      if (behind.length === 0 || this.#closed) break;
      const news = new Map<StoredRun, RunNews>();
      const until = performance.now() + TOLD_AFTER;
      for (const run of behind) {
        await Promise.allSettled(this.#urgent);
        if (performance.now() > until || this.#closed) break;
        const one = await run.refresh(SLICE).catch(() => null);
        if (one === null) failed.add(run);
        else if (one.changed) news.set(run, one);
      }
      this.#tell({ runs: news, gone: [] });
    }
    this.#catchingUp = false;
  }

  #tell(news: StoreNews): void {
    if (news.runs.size === 0 && news.gone.length === 0) return;
    for (const listener of this.#listeners) listener(news);
  }

  /** Reads all that a run's files hold, before others; null when there is no such run. */
  async complete(id: RunId): Promise<StoredRun | null> {
    const run = this.run(id);
    if (!run?.behind) return run;
    const reading = this.#read(run, Number.POSITIVE_INFINITY);
    this.#urgent.add(reading);
    await reading.finally(() => this.#urgent.delete(reading));
    return run;
  }

  async #read(run: StoredRun, budget: number): Promise<void> {
    const one = await run.refresh(budget);
    if (one.changed) this.#tell({ runs: new Map([[run, one]]), gone: [] });
  }

  /**
   * Looks again and again, with a pause after each look that is also long beside the look itself.
   *
   * @param wanted whether anybody wants to know
   */
  watch(milliseconds: number, wanted: () => boolean): void {
    this.#watch ??= (async () => {
      for (let took = 0; !this.#closed; ) {
        await setTimeout(Math.max(milliseconds, REST * took), undefined, { ref: false });
        const began = performance.now();
        if (!this.#closed && wanted()) await this.refresh().catch(() => {});
        took = performance.now() - began;
      }
    })();
  }

  /** Ends `watch`, and reading in the background. */
  close(): void {
    this.#closed = true;
    this.#listeners.clear();
  }

  /** Writes what a person says about a run beside it: the old text or the whole new one is there at every moment. */
  async annotate(run: StoredRun, changes: Partial<NotesRecord>): Promise<void> {
    const notes = notesRecord.parse({ ...run.notes, ...changes });
    await mkdir(run.place.folder, { recursive: true });
    await writeFileAtomically(join(run.place.folder, runFiles.notes), { overwrite: true }, (write) =>
      write(new TextEncoder().encode(`${JSON.stringify(notes, null, 2)}\n`)),
    );
    run.place = { ...run.place, names: new Set([...run.place.names, runFiles.notes]) };
    await this.#read(run, 0);
  }
}
