import type { RunId, RunSummary } from './runs.ts';
import type { ScalarSeries } from './scalars.ts';

/** What of a run has grown: views that show it ask again. */
export type Grown = 'vitals' | 'histograms' | 'images' | 'texts' | 'graph' | 'findings' | 'predictions' | 'embeddings';

/**
 * What the server sends by itself (server-sent events; each is the JSON of one of these in `data:`), at most about ten
 * times a second:
 * - `runs`: summaries that are new or different, and ids of runs whose folders are gone;
 * - `scalars`: points behind those sent before, not thinned out (a series whose file began anew has `restarted`);
 * - `grown`: what else a run has more of. For the net view: ask for `vitals` with `after` set to the last step known.
 * The first event after connecting is `runs` with all of them. After a lost connection the page asks anew.
 */
export type StreamEvent =
  | { readonly type: 'runs'; readonly changed: readonly RunSummary[]; readonly gone: readonly RunId[] }
  | {
      readonly type: 'scalars';
      readonly series: readonly (ScalarSeries & { readonly restarted: boolean })[];
    }
  | { readonly type: 'grown'; readonly run: RunId; readonly what: readonly Grown[] };

/** Reads an event; null for what is none. */
export function parseStreamEvent(data: string): StreamEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    return isEvent(event) ? event : null;
  } catch {
    return null;
  }
}

const kinds: readonly string[] = ['runs', 'scalars', 'grown'] satisfies StreamEvent['type'][];

// The server of the same release has written it: its kind is all that needs to be known.
const isEvent = (value: unknown): value is StreamEvent =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  kinds.includes(value.type);
