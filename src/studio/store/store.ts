import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { writeFileAtomically } from '../../support/files/write-file.ts';
import type { RunId } from '../protocol/index.ts';
import { runFiles } from '../run-folder/files.ts';
import { type NotesRecord, notesRecord } from '../run-folder/records.ts';
import { findRuns } from './find-runs.ts';
import { type RunNews, StoredRun } from './stored-run.ts';

/** Bytes of one file that are read before others have their turn. */
const SLICE = 8 << 20;

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
  #timer: ReturnType<typeof setTimeout> | null = null;

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

  /** Looks at the folder: what is there when this is called has been seen when it resolves. */
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
    await this.#readAll(this.runs, gone);
    // Large files are read in slices, so that small ones are there soon.
    for (;;) {
      const behind = this.runs.filter((run) => run.behind);
      if (behind.length === 0) return;
      await this.#readAll(behind, []);
    }
  }

  async #readAll(runs: readonly StoredRun[], gone: readonly RunId[]): Promise<void> {
    const news = new Map<StoredRun, RunNews>();
    for (const run of runs) {
      const one = await run.refresh(SLICE);
      if (one.changed) news.set(run, one);
    }
    this.#tell({ runs: news, gone });
  }

  #tell(news: StoreNews): void {
    if (news.runs.size === 0 && news.gone.length === 0) return;
    for (const listener of this.#listeners) listener(news);
  }

  /** Reads all that a run's files hold, before others; null when there is no such run. */
  async complete(id: RunId): Promise<StoredRun | null> {
    const run = this.run(id);
    while (run?.behind) {
      const one = await run.refresh();
      if (one.changed) this.#tell({ runs: new Map([[run, one]]), gone: [] });
    }
    return run;
  }

  /** Looks again and again, a pause after each look. */
  watch(milliseconds: number): void {
    const again = (): void => {
      this.#timer = setTimeout(async () => {
        await this.refresh().catch(() => {});
        if (this.#timer !== null) again();
      }, milliseconds);
      this.#timer.unref?.();
    };
    if (this.#timer === null) again();
  }

  /** Ends `watch`. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#listeners.clear();
  }

  /** Writes what a person says about a run beside it: the old text or the whole new one is there at every moment. */
  async annotate(run: StoredRun, changes: Partial<NotesRecord>): Promise<void> {
    const notes = notesRecord.parse({ ...run.notes, ...changes });
    await mkdir(run.place.folder, { recursive: true });
    await writeFileAtomically(join(run.place.folder, runFiles.notes), { overwrite: true }, (write) =>
      write(new TextEncoder().encode(`${JSON.stringify(notes, null, 2)}\n`)),
    );
    await this.refresh();
  }
}
