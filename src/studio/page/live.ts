import { signal } from '@preact/signals';
import {
  type Grown,
  parseStreamEvent,
  type RunId,
  type RunSummary,
  type StreamEvent,
  streamPath,
} from '../protocol/index.ts';
import { mergeRuns } from './run-list.ts';
import { ask } from './server.ts';

/** All runs, newest first; null until the server has answered. */
export const runs = signal<readonly RunSummary[] | null>(null);

/** The log folder, as it was given to the server. */
export const folder = signal('');

/** `lost`: the server has gone; what is on the page stays, and the page tries again by itself. */
export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');

/** Rises with each lost connection that came back: what was asked before may be old. */
export const reconnects = signal(0);

type ScalarEvent = Extract<StreamEvent, { type: 'scalars' }>;
const scalarListeners = new Set<(series: ScalarEvent['series']) => void>();
const grownListeners = new Set<(run: RunId, what: readonly Grown[]) => void>();

function listen<F>(to: Set<F>, listener: F): () => void {
  to.add(listener);
  return () => to.delete(listener);
}

/** Tells of new points. Returns what ends it. */
export const onScalars = (listener: (series: ScalarEvent['series']) => void): (() => void) =>
  listen(scalarListeners, listener);

/** Tells what else has grown. Returns what ends it. */
export const onGrown = (listener: (run: RunId, what: readonly Grown[]) => void): (() => void) =>
  listen(grownListeners, listener);

function take(event: StreamEvent): void {
  switch (event.type) {
    case 'runs':
      runs.value = mergeRuns(runs.value ?? [], event.changed, event.gone);
      break;
    case 'scalars':
      for (const listener of scalarListeners) listener(event.series);
      break;
    case 'grown':
      for (const listener of grownListeners) listener(event.run, event.what);
  }
}

/** Reads the list of runs, and follows what the server sends from then on. */
export function connect(): void {
  const source = new EventSource(streamPath);
  source.addEventListener('open', async () => {
    if (connection.value === 'lost') reconnects.value++;
    try {
      const answer = await ask('runs', {});
      folder.value = answer.folder;
      runs.value = mergeRuns([], answer.runs, []);
      connection.value = 'live';
    } catch {
      connection.value = 'lost';
    }
  });
  source.addEventListener('error', () => {
    connection.value = 'lost';
    // The browser tries again by itself, except when the server answered with an error.
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 3000);
  });
  source.addEventListener('message', ({ data }) => {
    const event = parseStreamEvent(String(data));
    if (event !== null) take(event);
  });
}
