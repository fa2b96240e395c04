import { stat } from 'node:fs/promises';
import { Columns } from '../events/columns.ts';
import type { EventDelta, Hyperparameter, Located, ValueKind } from '../events/event-delta.ts';
import { EventFileReader } from '../events/event-file.ts';
import type { Part } from '../protocol/index.ts';
import { downsample } from './downsample.ts';

/** Points of a curve that are kept; beyond, it is thinned out to half, peaks kept. */
const MOST_POINTS = 1 << 18;
/** Values of a tag other than scalars whose places are kept; beyond, every other one is forgotten. */
const MOST_VALUES = 2000;

/** A curve. */
export interface Series {
  readonly tag: string;
  readonly part: Part;
  readonly columns: Columns;
  /** Points in the files. */
  count: number;
}

/** A value in a file. */
export interface Filed extends Located {
  readonly path: string;
}

/** Values of one tag, in the order in which they were written. */
export interface Shelf {
  readonly tag: string;
  readonly part: Part;
  readonly kind: ValueKind;
  values: Filed[];
  count: number;
}

/** What came new. */
export interface EventNews {
  readonly scalars: readonly { readonly series: Series; readonly from: number; readonly restarted: boolean }[];
  readonly kinds: ReadonlySet<ValueKind>;
}

interface Followed {
  readonly reader: EventFileReader;
  readonly part: Part;
  size: number;
  /** Whether it was read up to its end. */
  done: boolean;
}

/** All event files of a run together. */
export class EventLog {
  readonly #files = new Map<string, Followed>();
  readonly #series = new Map<string, Series>();
  readonly #shelves = new Map<string, Shelf>();
  readonly hyperparameters: { [name: string]: Hyperparameter } = {};
  readonly problems: string[] = [];
  /** Seconds since 1970, of the first and the last event. */
  firstTime: number | null = null;
  lastTime: number | null = null;
  /** Milliseconds since 1970, of the last change of a file. */
  changed = 0;

  get series(): readonly Series[] {
    return [...this.#series.values()];
  }

  get shelves(): readonly Shelf[] {
    return [...this.#shelves.values()];
  }

  /** Whether there is more in the files than has been read. */
  get behind(): boolean {
    return [...this.#files.values()].some(({ done }) => !done);
  }

  /** Reads what is new in the files, at most about `budget` bytes of each. */
  async refresh(files: readonly { readonly path: string; readonly part: Part }[], budget: number): Promise<EventNews> {
    const news = { scalars: new Map<Series, { from: number; restarted: boolean }>(), kinds: new Set<ValueKind>() };
    for (const path of this.#files.keys()) if (!files.some((file) => file.path === path)) this.#files.delete(path);
    for (const { path, part } of files) {
      const state = await stat(path).catch(() => null);
      if (state === null) {
        this.#files.delete(path);
        continue;
      }
      this.changed = Math.max(this.changed, state.mtimeMs);
      let file = this.#files.get(path);
      if (file === undefined || state.size < file.reader.offset) {
        file = { reader: new EventFileReader(path), part, size: -1, done: false };
        this.#files.set(path, file);
      }
      if (file.done && state.size === file.size) continue;
      const { delta, more } = await file.reader.read(budget);
      file.size = state.size;
      file.done = !more;
      this.#take(delta, path, part, news);
    }
    return { scalars: [...news.scalars].map(([series, how]) => ({ series, ...how })), kinds: news.kinds };
  }

  #take(
    delta: EventDelta,
    path: string,
    part: Part,
    news: { scalars: Map<Series, { from: number; restarted: boolean }>; kinds: Set<ValueKind> },
  ): void {
    const name = path.split(/[\\/]/).at(-1);
    this.problems.push(...delta.problems.map((problem) => `${name}: ${problem}`));
    this.firstTime = least(this.firstTime, delta.firstTime);
    this.lastTime = this.lastTime === null ? delta.lastTime : Math.max(this.lastTime, delta.lastTime ?? 0);
    Object.assign(this.hyperparameters, delta.hyperparameters);
    for (const [tag, columns] of delta.scalars) {
      const { series, from, restarted } = this.#append(tag, part, columns);
      const before = news.scalars.get(series);
      news.scalars.set(series, {
        from: before === undefined ? from : Math.min(from, before.from),
        restarted: restarted || (before?.restarted ?? false),
      });
    }
    for (const place of delta.located) {
      news.kinds.add(place.kind);
      const key = `${part}|${place.kind}|${place.tag}`;
      const shelf = this.#shelves.get(key) ?? { tag: place.tag, part, kind: place.kind, values: [], count: 0 };
      this.#shelves.set(key, shelf);
      // What an earlier training in the same folder wrote from here on is out of date.
      while ((shelf.values.at(-1)?.step ?? -1) >= place.step) shelf.values.pop();
      shelf.values.push({ ...place, path });
      shelf.count++;
      if (shelf.values.length > MOST_VALUES) shelf.values = shelf.values.filter((_, i) => i % 2 === 0);
    }
  }

  #append(tag: string, part: Part, columns: Columns): { series: Series; from: number; restarted: boolean } {
    const key = `${part}|${tag}`;
    const series = this.#series.get(key) ?? { tag, part, columns: new Columns(), count: 0 };
    this.#series.set(key, series);
    const kept = series.columns;
    // Training began anew, or from an earlier step: what came behind is out of date.
    const first = columns.steps[0] ?? 0;
    let end = kept.length;
    while (end > 0 && (kept.steps[end - 1] ?? 0) >= first) end--;
    let restarted = end < kept.length;
    series.count += end - kept.length + columns.length;
    kept.truncate(end);
    kept.append(columns.steps, columns.times, columns.values);
    if (kept.length > MOST_POINTS) {
      kept.keep(downsample(kept.values, 0, kept.length, MOST_POINTS / 2));
      restarted = true;
    }
    return { series, from: restarted ? 0 : end, restarted };
  }

  seriesOf(tag: string): Series[] {
    return this.series.filter((series) => series.tag === tag);
  }

  /** The values of a tag; of any part when none is named. */
  shelfOf(kind: ValueKind, tag: string | null, part: Part | null): Shelf | null {
    return (
      this.shelves.find(
        (shelf) => shelf.kind === kind && (tag === null || shelf.tag === tag) && (part === null || shelf.part === part),
      ) ?? null
    );
  }
}

const least = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.min(a, b));
